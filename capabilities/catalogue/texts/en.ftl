# Home
catalogue-home-title = What do you need to do?
catalogue-home-lead = Ask once, at one door. Always know where your application is.
catalogue-find = Find a procedure
catalogue-find-hint = Vietnamese without marks is fine, for example: trich luc, xay nha
catalogue-find-button = Find
catalogue-track = See an application you sent
catalogue-track-hint = Enter the application code or the receipt number
catalogue-track-button = See
catalogue-home-all = All { $count } procedures, by field
catalogue-help-title = Not used to a phone?
catalogue-help-text = Come to the public service centre of your ward. An officer fills it in for you, reads it back and prints the slip. It is free.
catalogue-call-title = Not sure what you need?
catalogue-call-text = Call { $phone } and say what you want to do. They tell you which papers you need and where to go.

# List and search
catalogue-nav = Procedures
catalogue-list-title = Administrative procedures
catalogue-list-lead = Procedures: { $count }. Of these, you can apply for { $here } on this site.
catalogue-list-empty = No procedure has been published here yet.
catalogue-search-title = Find a procedure
catalogue-search-label = Find a procedure, a life event or an office
catalogue-search-none = Nothing found for “{ $words }”
catalogue-search-found = Results for “{ $words }”: { $count }
catalogue-search-empty = Type what you need to do into the search box
catalogue-search-nearest = Perhaps you need one of these
catalogue-search-help-title = Not what you were looking for?
catalogue-search-help = Call { $phone } and say what you need.

# A procedure
catalogue-crumb = Where you are
catalogue-home = Home
catalogue-brief-result = Result
catalogue-brief-fee = Cost
catalogue-brief-papers = To send
catalogue-start = Start
catalogue-start-note = About { $minutes } minutes. You can save and come back.
catalogue-who = Who can apply
catalogue-papers = Papers you need
catalogue-papers-none = No papers are needed.
catalogue-papers-all = { $count ->
    [one] 1 paper
   *[other] { $count } papers
}
catalogue-papers-least = { $count } or more, by case
catalogue-papers-some = None, except in some cases
catalogue-paper-required = Needed
catalogue-paper-case = In some cases
catalogue-paper-optional = Optional
catalogue-paper-held = Not needed
catalogue-paper-made = Made from your answers
catalogue-paper-forms = Accepted: { $forms }.
catalogue-form-original = original
catalogue-form-certified = certified copy
catalogue-form-electronic = electronic paper
catalogue-form-photo = clear photo of the whole page
catalogue-fee = Cost
catalogue-fee-free = Free
catalogue-fee-each = { $amount } for each { $per }
catalogue-fee-council = The provincial council sets this amount. The figure here is for demonstration only.
catalogue-fee-sample = { $amount } (sample figure)
catalogue-fee-waived = Not charged when: { $reason }
catalogue-time = How long it takes
catalogue-time-accept = On line: within { $limit } of sending you are told whether it is accepted. The time limit runs from acceptance.
catalogue-time-counter = At the counter you may receive it while you wait.
catalogue-limit-hours = { $n } hours
catalogue-limit-working-hours = { $n } working hours
catalogue-limit-working-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
catalogue-limit-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
catalogue-limit-months = { $n ->
    [one] 1 month
   *[other] { $n } months
}
catalogue-limit-same-day = The same day. Accepted after 15:00, the next working day
catalogue-limit-short-same-day = The same day
catalogue-limit-or = { $first } or { $next }
catalogue-where = Where and how to apply
catalogue-decides = Who decides: { $who }.
catalogue-way-online = On line
catalogue-way-counter = At a counter
catalogue-way-post = By post
catalogue-result = What you receive
catalogue-basis = Legal basis and sources
catalogue-basis-code = Procedure { $code }, published by { $decision }. This version applies from { $from }.
catalogue-basis-until = It applies until the end of { $to }.
catalogue-sources = The source of each figure
catalogue-source-fact = Fact
catalogue-source-text = Source
catalogue-fact-acceptance = Answer to an application on line: { $limit }
catalogue-mark-l = Text of the law
catalogue-mark-d = National catalogue
catalogue-mark-s = Secondary source
catalogue-mark-m = Not verified
catalogue-aside-title = Need help?
catalogue-aside-text = Call { $phone } or come to a counter. An officer fills it in for you, free of charge.

# A procedure another took the place of
catalogue-replaced-title = This procedure has been replaced
catalogue-replaced-text = Code { $code } takes no new applications since { $from }. Please use the following procedure.
catalogue-replaced-sent = Applications sent before that day are completed as before.

# Answers to mend
field-answer-missing = Fill in: { $label_en }
field-choice-missing = Choose an answer: { $label_en }
field-choice = Choose one of the answers offered.
field-name = Enter the name in letters, without digits. For example Nguyễn Thị Thí Dụ.
field-too-long = Make it shorter: at most { $max } characters. You entered { $count }.
field-date = Enter a real date: day, month, year. For example 5/9/1990.
field-date-future = Enter a date in the past. For example 5/9/1990.
field-year = Enter the year with four digits. For example 1990.
field-year-range = Enter a year from { $min } to { $max }.
field-number = Enter a whole number, without letters. For example 3.
field-edit-needed = fill this in
field-edit-unreadable = The facts do not fit together: { $why }
field-edit-past = choose today or a later day
field-edit-long = write less, at most 2,000 characters
field-edit-number = write a whole number, for example 12
field-edit-word = choose one of the list
field-edit-condition = Mend the condition, for example work == 'house'. { $why }
field-edit-option = Each line needs a key and words, with a vertical bar between
refusal-edit-not-author = Somebody else writes this change. Only its author may write or propose it; begin your own.
refusal-edit-not-written = The change is waiting or done and cannot be written. Take it back to write on.
refusal-edit-not-proposed = The change is not waiting for a decision. Reload the page to see where it stands.
refusal-edit-second-person = Authors do not publish or return what they wrote. Another editor must do it.
refusal-edit-unready = Something must be mended before it can be proposed or published. Open the change to see what.
refusal-edit-steps-do-not-fit = Even at their shortest the steps do not fit. Change steps or consultations one by one.
refusal-edit-cancel-file = This text came from a file. Take the file away, or publish a restatement.
refusal-edit-cancel-begun = This text has begun and cannot be cancelled. Restate an older one from a day on.
refusal-edit-cancel-gap = Without this text nothing would hold from that day. Publish another one first.
field-number-min = Enter a number of at least { $min }.
field-number-range = Enter a number from { $min } to { $max }.
field-decimal = Enter a number. For example 82.5.
field-card = Enter all 12 digits of the identity card number. You entered { $count }.
field-phone = Enter a phone number of 10 digits that begins with 0. For example 0912 345 678.
field-email = Enter the whole e-mail address. For example name@example.vn.
field-unknown-question = This procedure has no such question. Its description lists the questions.

# Where procedures are done
catalogue-offices-title = Where to go
catalogue-offices-lead = Find a commune, ward or special zone by its name of today or of before 1 July 2025.
catalogue-offices-province = Province or city
catalogue-offices-any = All 34 provinces and cities
catalogue-offices-name = Commune, ward or special zone
catalogue-offices-name-hint = New or old name, marks are not needed. For example: sai gon; phường 12 quận 10
catalogue-offices-found = { $count ->
    [one] One place fits “{ $words }”
   *[other] { $count } places fit “{ $words }”
}
catalogue-offices-found-provinces = “{ $words }” is the name of a province or city
catalogue-offices-elsewhere = The province chosen has no “{ $words }”. Others have:
catalogue-offices-none = No place is called “{ $words }”
catalogue-offices-none-text = Try fewer words, without house number and street. Or choose a province and look through its list.
catalogue-offices-before = Before 1 July 2025: { $before }
catalogue-offices-before-perhaps = Before 1 July 2025: perhaps a part of { $before }. One source only says so.
catalogue-offices-now-part = { $before } is part of it now
catalogue-offices-whole = See all communes and wards
catalogue-offices-house = Offices on this portal
catalogue-offices-wards = { $count ->
    [one] One ward
   *[other] { $count } wards
}
catalogue-offices-communes = { $count ->
    [one] One commune
   *[other] { $count } communes
}
catalogue-offices-zones = { $count ->
    [one] One special zone
   *[other] { $count } special zones
}
catalogue-offices-provinces = 34 provinces and cities
catalogue-offices-nav = Where to go
catalogue-office-code = Administrative code { $code }.
catalogue-office-open = Open now
catalogue-office-closed = Closed now
catalogue-office-opens = Opens at { $when }
catalogue-office-agency = Agency
catalogue-office-address = Address
catalogue-office-hours = Opening hours
catalogue-office-phone = Phone
catalogue-office-unknown = Not known to this portal
catalogue-office-holidays = Closed on public holidays.
catalogue-office-elsewhere = This place does not use this portal yet
catalogue-office-elsewhere-text = The portal does not know its address and opening hours. Call { $phone } to ask.
catalogue-office-any = Within a province, an application can be handed in at any of its offices.
catalogue-office-procedures = See the procedures
catalogue-office-before = Before 1 July 2025
catalogue-office-before-text = It is made of the whole or a part of:
catalogue-office-perhaps = (perhaps a part; one source only says so)
catalogue-office-source = Secondary source: two public lists compared with each other, not yet with each resolution.
catalogue-office-neighbours = { $count } other communes and wards of { $province }
catalogue-former-title = Where is { $name } now?
catalogue-former-divided = Since 1 July 2025 it is divided among these. Choose the one your address is in; if in doubt, ask at a counter.
catalogue-former-district = Since 1 July 2025 there are no districts. These communes and wards are there now:
catalogue-place-province = Province or city
catalogue-place-choose = Choose a province or city
catalogue-place-commune = Commune, ward or special zone
catalogue-place-commune-hint = Type the name of today or of before 1 July 2025, marks are not needed. For example: sai gon
catalogue-place-which = Which of these is it?
catalogue-place-was = before 1 July 2025: { $before }
catalogue-place-was-perhaps = before 1 July 2025: perhaps a part of { $before }

# Home and lists
catalogue-home-events = By life event
catalogue-home-here = Procedures you can apply for on this site: { $count }
catalogue-home-other = Other ways
catalogue-help-link = Find an office near you
catalogue-line-here = Apply here
catalogue-line-free = free
catalogue-line-fee-doubted = fee: please ask
catalogue-line-no-unit = “{ $text }” without a unit
catalogue-line-national = From the national catalogue: { $facts }
catalogue-list-all = All procedures
catalogue-list-narrowed = Chosen procedures
catalogue-list-none = No procedure fits all of this. Drop one condition, or search in words.
catalogue-list-agency = Body:
catalogue-list-fields = By field
catalogue-list-fields-all = All { $count } fields
catalogue-filter = Choose: level, who applies, how
catalogue-filter-tier = Level that decides
catalogue-filter-who = Who applies
catalogue-filter-any = All
catalogue-filter-here = Can be applied for on this site
catalogue-filter-online = Can be applied for on line (here or on the national portal)
catalogue-filter-button = Choose
catalogue-filter-clear = Show all
catalogue-who-person = A person
catalogue-who-organisation = An organisation
catalogue-who-business = A business
catalogue-tier-central = ministry
catalogue-tier-province = province
catalogue-tier-commune = ward or commune
catalogue-tier-other = another body
catalogue-limit-no-unit = the national catalogue says “{ $text }” without a unit
catalogue-limit-not-stated = Not stated in the national catalogue
catalogue-limit-said = the national catalogue says “{ $text }”
catalogue-fee-said-free = Free, the national catalogue says
catalogue-fee-by-case = By case
catalogue-fee-by-province = Set by the province
catalogue-fee-not-stated = Not stated in the national catalogue
catalogue-fee-doubted = Please ask

# Life events
catalogue-event-together = { $count } things at once
catalogue-event-start = Do it at once
catalogue-event-steps = What to do
catalogue-event-where = Where:
catalogue-event-tag = Part of doing it at once
catalogue-event-absent = Procedure { $code } is not on this site yet. Ask at the place named above, or call { $phone }.
catalogue-event-sources = Where each fact comes from
catalogue-event-others = Other life events

# How long it really took
catalogue-took-finding = In fact: half were done within { $half }
catalogue-took-few = In fact: not enough figures yet
catalogue-took-few-title = Not enough figures: at least { $least } finished applications are needed.
catalogue-took-about = { $count } applications finished from { $from } to { $to }, in office time
catalogue-took-title = Ruler of time: half were done within { $half }, nine in ten within { $nine }; the limit is { $limit }.
catalogue-took-half = half: { $time }
catalogue-took-nine = 9 in 10: { $time }
catalogue-took-limit = limit { $limit }
catalogue-took-table = See the figures as a table
catalogue-took-part = Part of the applications
catalogue-took-value = Figure
catalogue-took-row-count = Finished
catalogue-took-row-half = Half were done within (median)
catalogue-took-row-nine = 9 in 10 were done within
catalogue-took-row-late = Late
catalogue-took-row-limit = Legal limit
catalogue-took-late = { $count } ({ $share }%)
catalogue-took-csv = Download the figures of all procedures (CSV)
catalogue-took-minutes = { $n } minutes
catalogue-took-hours = { $n } hours
catalogue-took-hours-minutes = { $hours } hours { $minutes } minutes
catalogue-took-days = { $n } working days
catalogue-took-days-hours = { $days } working days { $hours } hours

# More on the page of a procedure
catalogue-bring-link = Print this list to take along
catalogue-versions = Versions ({ $count })
catalogue-version-span = From { $from } to { $to }.
catalogue-version-from = From { $from }.
catalogue-version-current = In force now.
catalogue-versions-link = See what changed
catalogue-permanent = Address of this page:
catalogue-aside-linked = Do several things at once
catalogue-aside-linked-button = See how
catalogue-aside-events = Part of a life event

# A procedure of the national catalogue
catalogue-national-where = Where to apply
catalogue-national-where-text = This site does not take this application yet. Apply on the national public-service portal, or at a public service centre.
catalogue-national-portal = Open on the national portal
catalogue-cautions = Ask about this before you apply
catalogue-cautions-ask = What follows is as the national catalogue has it. Call { $phone } or ask at a counter to be sure.
catalogue-caution-limit-without-unit = Time: the national catalogue says “{ $text }” without a unit.
catalogue-caution-limit-range = Time: the national catalogue gives a range, “{ $text }”. The longest is shown here.
catalogue-caution-several-limits = Time: the national catalogue gives several limits for one way to apply. { $text }.
catalogue-caution-channels-differ = The time differs by way of applying. { $text }.
catalogue-caution-run-together = Time and fee run together in the national catalogue: “{ $text }”.
catalogue-caution-free-but-council = The national catalogue says “free”, but its note speaks of a fee set by the people’s council.
catalogue-caution-free-but-amount = The national catalogue says “free”, but its note names an amount.
catalogue-caution-amount-too-small = The amount in the national catalogue is unusually small: { $text }.
catalogue-caution-amount-differs = The amount and its note in the national catalogue do not agree: { $text }.
catalogue-caution-district-level = The national catalogue still names the district level, which ended on 1/7/2025: “{ $text }”.
catalogue-caution-former-body = The national catalogue still names a body that was merged: “{ $text }”.
catalogue-papers-not-stated = Not stated in the national catalogue
catalogue-papers-cases = { $count } cases
catalogue-paper-originals = { $count } original
catalogue-paper-copies = { $count } copies
catalogue-paper-form-file = Form: { $file }
catalogue-channels = How long, how much, by which way
catalogue-channels-none = The national catalogue names no way to apply.
catalogue-channel-limit = Time:
catalogue-channel-fee = Fee:
catalogue-national-steps = Step by step
catalogue-national-conditions = Conditions
catalogue-national-bodies = Bodies
catalogue-national-same-agency = Other procedures of this body
catalogue-national-related = Related procedures
catalogue-body-agency = Carries it out
catalogue-body-competent = Is competent
catalogue-body-address = Receives it at
catalogue-body-delegated = Is delegated
catalogue-body-coordinating = Takes part
catalogue-national-code = Procedure code { $code }, published by { $decision }.
catalogue-national-tiers = Level: { $tiers }.
catalogue-service-full = Everything on line.
catalogue-service-partial = Partly on line.
catalogue-service-counter = Only at a counter.
catalogue-national-imported = brought into this site on { $day }, its words unchanged.
catalogue-national-original = See the original
catalogue-national-unread = What could not be told apart
catalogue-national-unread-text = The national catalogue runs these texts together; they are kept as they are.

# The list to take along
catalogue-bring-title = To take along
catalogue-bring-back = Back to the procedure
catalogue-bring-none = There are no papers to hand in.
catalogue-bring-always = Always needed
catalogue-bring-card = Bring your identity card, or a phone with VNeID.
catalogue-bring-qr = QR code that opens { $address }
catalogue-bring-print = A4. Press Ctrl P, or choose Print in your browser.
catalogue-bring-scan = Procedure { $code }. Scan the code or type the address for the latest text.
catalogue-bring-day = List of { $day }.

# What changed
catalogue-changes-link = What changed in the last year
catalogue-changes-of-title = What changed
catalogue-changes-from = In force from { $day }
catalogue-changes-imported = Imported on { $day }
catalogue-changes-current = In force now
catalogue-changes-ahead = Not in force yet
catalogue-changes-first = The first version on this site.
catalogue-changes-none = Nothing changed.
catalogue-changes-before = Before
catalogue-changes-after = After
catalogue-changes-nothing = None
catalogue-changes-kept = An application is decided by the version it was made under.
catalogue-changes-title = What changed since { $day }
catalogue-changes-since = Since
catalogue-changes-button = Show
catalogue-changes-replaced = Replaced ({ $count })
catalogue-changes-replaced-by = From { $day }, use:
catalogue-changes-made = Procedures to apply for here ({ $count })
catalogue-changes-national = National catalogue ({ $count })
catalogue-changes-national-none = No import has changed a procedure of the national catalogue.
catalogue-changes-more = { $count } more changed. Choose a later day.
catalogue-change-new = New from { $day }
catalogue-change-text = Changed from { $day }
catalogue-change-ahead = Takes effect on { $day }
catalogue-fact-name = Name
catalogue-fact-who = Who can apply
catalogue-fact-papers = Papers
catalogue-fact-fee = Fees
catalogue-fact-limit = Time
catalogue-fact-where = How to apply
catalogue-fact-agency = Bodies
catalogue-fact-result = Result
catalogue-fact-steps = Steps
catalogue-fact-basis = Legal basis
catalogue-fact-decision = Published by
catalogue-fact-field = Field
catalogue-fact-tier = Level
catalogue-fact-conditions = Conditions
catalogue-fact-related = Related procedures

# Search
catalogue-search-understood = Understood as { $words }.
catalogue-search-kept = Words that many search for in vain are kept, without who searched, so that they will be found next time.
catalogue-search-procedures = Procedures ({ $count })
catalogue-search-guides = Life events ({ $count })
catalogue-search-offices = Offices ({ $count })
catalogue-search-first = These are the first { $count }. Type a few more words to come closer.
catalogue-search-was = Before: { $was }
catalogue-search-by = People say “{ $word }” · { $rest }

# Open data
catalogue-data-link = Open data
catalogue-data-title = Open data on administrative procedures
catalogue-data-lead = The whole catalogue of this site, for anyone to download and use.
catalogue-data-count = Procedures today: { $count }. The data is always as new as the pages.
catalogue-data-csv = A table: one row for each procedure and way to apply. UTF-8, commas.
catalogue-data-json = Everything each procedure says: papers, steps, conditions, legal bases.
catalogue-data-durations = How long each procedure really took in the last 90 days, from 30 applications on.
catalogue-data-api = For software: a paged list, search, and each procedure by code.
catalogue-data-terms = Terms
catalogue-data-licence = Licence CC BY 4.0: for any use, naming this site as the source.
catalogue-data-truth = Each row names its source: L the law, D the national catalogue, S secondary, M not verified. What comes from the national catalogue keeps its words; what is doubted is marked, never mended.
catalogue-data-columns = Columns of thu-tuc.csv
catalogue-data-rows = A cell that begins with =, +, - or @ has an apostrophe in front, so that no spreadsheet runs it as a formula.
catalogue-data-column = Column
catalogue-data-meaning = Meaning
catalogue-column-ma = Procedure code
catalogue-column-ten = Name
catalogue-column-linh-vuc = Field of government
catalogue-column-cap-thuc-hien = Level: central, province, commune, other
catalogue-column-doi-tuong = Who may apply
catalogue-column-co-quan = The body that carries it out or is competent
catalogue-column-muc-do = Service level: full, partial, counter; empty where not stated
catalogue-column-cach-nop = Way to apply: online, counter, post
catalogue-column-thoi-han = Time, the number alone
catalogue-column-don-vi = Its unit: hours, working_hours, working_days, days, months, same_day; empty where the national catalogue gives none
catalogue-column-thoi-han-ghi = Time as printed
catalogue-column-loai-phi = amount, free, by-case, by-province, not-stated
catalogue-column-so-tien = Amount in đồng
catalogue-column-phi-ghi = Fee as printed
catalogue-column-nop-tai-day = 1 where it can be applied for on this site
catalogue-column-nguon = Source: L, D, S or M
catalogue-column-quyet-dinh = The decision that published it
catalogue-column-nghi-van = What is doubted of the national record
catalogue-column-trang = Address of its page

# Addresses in applications
field-place-commune = Type the name of the commune, ward or special zone.
field-place-province = Choose a province or city.
field-place-street = Write the house number and street, or the hamlet.
field-place-which = Several places fit “{ $typed }”. Choose the right one from the list below.
field-place-former = { $before } is now part of { $into }. Choose the right one from the list below.
field-place-unknown = There is no “{ $typed }” in { $province }. Check the name, or choose “Write the whole address in one box” as province or city.
field-place-elsewhere = There is no “{ $typed }” in { $province }. It is in: { $where }. Choose the province or city again.

# What is doubted of national records, for editors
catalogue-doubt-limit-without-unit = The time limit is a number without a unit
catalogue-doubt-limit-range = The time limit is a range; its upper end was taken
catalogue-doubt-limit-fraction = The time limit is a fraction; read as hours or days
catalogue-doubt-run-together = The number of the time ran into the amount
catalogue-doubt-several-limits = One channel states several time limits
catalogue-doubt-channels-differ = The channels do not state the same time limit
catalogue-doubt-free-but-council = Said to be free, but the note says that the province sets the fee
catalogue-doubt-free-but-amount = Said to be free, but the note names amounts
catalogue-doubt-amount-too-small = Less than 1,000 đồng: three noughts may be missing
catalogue-doubt-amount-differs = The amount is not the one its note names
catalogue-doubt-unknown-tier = A level of government that is none
catalogue-doubt-no-papers = There is no table of papers
catalogue-doubt-empty = This part is empty
catalogue-doubt-district-level = Still names the district level, abolished on 1 July 2025
catalogue-doubt-former-body = Still names a body that was merged
catalogue-doubt-odd-result-code = The code of the result is not of the national pattern
catalogue-doubt-replaced = Another procedure took its place
catalogue-doubt-unread = A text that was not understood, kept as it is
catalogue-check-not-a-code = The code { $code } is no procedure code: one digit, a dot and six digits.
catalogue-check-replaces-odd = It takes the place of { $code }, which is not the code of another procedure.
catalogue-check-sector-nothing = A time of the sector is nothing. Write how many, from 1.
catalogue-check-no-basis = There is no legal basis. Add one.
catalogue-check-no-result = There is no result. Add one with its national code.
catalogue-check-nobody = Nobody may apply. Say who may.
catalogue-check-last-before-first = The last day is before the first.
catalogue-check-no-regime = No rules on times and letters hold on { $day }. Choose another first day.
catalogue-check-no-forms = No set of forms holds on { $day }. Choose another first day.
catalogue-check-no-code-pattern = No pattern of dossier codes holds on { $day }. Choose another first day.
catalogue-check-key-twice = The key { $key } is used twice. Take one of the two out and add it again.
catalogue-check-paper-without-basis = The paper “{ $name }” has no legal basis. What no rule asks for may not be asked.
catalogue-check-paper-in-no-form = The paper “{ $name }” is taken in no form. Choose at least one.
catalogue-check-paper-case-without-condition = The paper “{ $name }” is needed only in some cases. Write the condition over the questions, or take the case out if it is always needed.
catalogue-check-paper-condition-without-case = The paper “{ $name }” has a condition. Say in words when it is needed, too.
catalogue-check-paper-held-unsaid = The paper “{ $name }” is held by the State in some cases. Say why it need not be brought.
catalogue-check-fee-negative = The fee “{ $name }” is below zero.
catalogue-check-fee-council-certain = The council sets the fee “{ $name }”, yet its figure is marked certain. Mark it not verified, or cite the resolution and take “set by the council” away.
catalogue-check-no-limit = There is no time limit. Add one with its legal basis.
catalogue-check-limit-conditions = In some cases no limit holds, or more than one. Every limit but the last needs a condition; the last has none.
catalogue-check-limit-nothing = A time limit is nothing. Write how many, from 1.
catalogue-check-no-steps = There are no steps. Add at least one, and a hand-over at the end.
catalogue-check-step-unreached = No step leads to “{ $name }”. Let another lead to it, or take it out.
catalogue-check-flow-circle = The flow comes back to “{ $name }” and never ends. Use “goes back to” for returns.
catalogue-check-step-limit = The step “{ $name }” lacks an internal limit, or may not have one. Only a hand-over has none, and a wait for the person outside the limit.
catalogue-check-step-uncountable = The limit of the step “{ $name }” cannot be counted in working time. Use working hours or working days.
catalogue-check-flow-end = The step “{ $name }” ends the flow without being a hand-over, or goes on after one. Every way ends with a hand-over, and only there.
catalogue-check-next-unknown = “{ $name }” leads to { $to }, which is no step. Use the key of a step.
catalogue-check-next-conditions = From “{ $name }” no way may be open, or more than one. Every way but the last needs a condition; the last has none.
catalogue-check-back-unknown = “{ $name }” goes back to { $to }, which is no step. Use the key of a step.
catalogue-check-await-unsaid = The step “{ $name }” waits for the person without saying what to do.
catalogue-check-person-does-nobody = The step “{ $name }” tells the person what to do, yet waits for no one. Choose the kind that waits, or take the words out.
catalogue-check-handover-excluded = The hand-over “{ $name }” is after the limit; no time of it can be taken out.
catalogue-check-excluded-unverified = The time of “{ $name }” is taken out of the limit without a verified rule. Cite the rule of the sector, or take that out.
catalogue-check-consult-whom = The consultation “{ $name }” must name exactly one to ask: a unit or an agency.
catalogue-check-part-whom = The part “{ $name }” must name exactly one to do it: a unit or an agency.
catalogue-check-part-code = The part “{ $name }” stands for { $code }, which is no procedure code.
catalogue-check-part-result = The part “{ $name }” makes { $code }, which is no result of this procedure. Use one of its codes, or add the result.
catalogue-check-part-uncountable = The limit of the part “{ $name }” cannot be counted in working time.
catalogue-check-part-too-long = The part “{ $name }” takes { $takes } working hours, the whole limit leaves { $leaves }. Shorten it.
catalogue-check-key-kept = The key { $key } is kept for what may happen to any dossier. Take the item out and add it under another name.
catalogue-check-part-unawaited = No step waits for the part “{ $name }”. Tick “waits for parts” in the step that needs it.
catalogue-check-waits-for-nothing = The step “{ $name }” waits for parts, and there are none.
catalogue-check-steps-too-long = The steps take { $takes } working hours, the shortest limit leaves { $leaves }.
catalogue-check-question-key = { $key } cannot be the key of a question. Take the question out and add it again.
catalogue-check-question-channel = How an application is filed is known and not asked: no question may have the key channel.
catalogue-check-question-options = The question “{ $name }” and its options do not fit. A choice has two options or more; other kinds have none.
catalogue-check-question-unsealed = The question “{ $name }” asks for a person's data but is not guarded as such. Choose personal or sensitive.
catalogue-check-receive-way = { $option } is no way to receive a result. Use online, counter or post as keys.
catalogue-check-required-twice = The question “{ $name }” is required always and also on a condition. Choose one of the two.
catalogue-check-condition-unknown = The condition { $condition } reads { $read }, which is no question of this procedure.
catalogue-check-condition-trouble = The condition { $condition } cannot be decided. Compare texts with '…', numbers with digits, yes and no alone.
catalogue-check-condition-option = The condition { $condition } compares with '{ $option }', which is no option of that question.
catalogue-check-condition-circular = The condition { $condition } is circular: { $read } is shown only after this page.
catalogue-check-condition-late = The condition { $condition } reads { $read }, which is not asked on an earlier page. Move the page.
catalogue-check-dates-overlap = The dates overlap with another text of this procedure.
catalogue-check-replaced-twice = { $code } is already replaced by { $by }. One procedure takes its place.
catalogue-check-replaced-by-itself = { $code } is, through others, replaced by itself. Let the newest procedure replace the others.
