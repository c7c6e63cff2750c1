# Menu of officers
desk-menu-today = Today
desk-menu-counter = Counter
desk-menu-receiving = To accept
desk-menu-work = My work
desk-menu-assign = Assignment
desk-menu-lookup = Look up
desk-crumb = Position

# General
desk-data-at = Figures of { $time }.
desk-refresh = Refresh
desk-choose = Choose
desk-search = Search
desk-yes = Yes
desk-no = No
desk-nobody = nobody yet
desk-overdue = Overdue
desk-overdue-days = Overdue by { $n ->
    [one] 1 working day
   *[other] { $n } working days
 }
desk-alarm-unheld = Nobody took it, alarm raised

# Time
desk-time-late = { $time } late
desk-time-left = { $time } left
desk-time-open = waiting for the applicant
desk-time-just = just past
desk-time-day = day
desk-time-days = days
desk-time-hour = hour
desk-time-hours = hours
desk-time-minute = minute
desk-time-minutes = minutes

# States, as officers say them
desk-status-waiting = To be accepted
desk-status-unheld = Not assigned
desk-status-work = Being processed
desk-status-consult = Opinions asked
desk-status-approve = For approval
desk-status-ready = To be handed over
desk-status-delivered = Handed over
desk-status-asked = Waits for papers
desk-status-withdrawn = Withdrawn
desk-status-lapsed = Closed, papers missing
desk-status-stopped = Stopped
desk-status-refused = Refused
desk-status-no-task = No open task

# Today
desk-today-title = Work today
desk-today-waiting = Waiting to be accepted at my desk
desk-today-mine = What I hold
desk-today-unit = What my unit has
desk-today-doors = Go to
desk-today-none = This role holds no tasks on dossiers. Choose an entry of the menu to go on.
desk-tile-late = Overdue
desk-tile-today = Due today
desk-tile-all = All
desk-tile-unheld = Held by nobody
desk-tile-waiting = To be accepted
desk-door-counter = Take in the dossier of a person at the desk and print the slip.
desk-door-assign = Give out what nobody holds, and see who has how much.
desk-door-lookup = Find a dossier by code, card number, phone or name.

# Lists
desk-list-mine = My work: { $n ->
    [one] 1 task
   *[other] { $n } tasks
 }, { $late } overdue
desk-list-unit = Work of the unit: { $n ->
    [one] 1 task
   *[other] { $n } tasks
 }, { $late } overdue
desk-list-unheld = Held by nobody: { $n ->
    [one] 1 task
   *[other] { $n } tasks
 }, { $late } overdue
desk-list-waiting = To be accepted: { $n ->
    [one] 1 dossier
   *[other] { $n } dossiers
 }, { $late } overdue
desk-list-more = There are more: this list holds the 1,000 most urgent. Find other dossiers under Look up.
desk-list-caption = Dossiers by time left
desk-list-empty = There is no dossier here
desk-list-empty-waiting = Applications sent online appear here as soon as they are sent. Take in people at the desk under Counter.
desk-list-empty-work = Tasks appear here when a dossier reaches your step. Take filters away, or look at the work of the whole unit.
desk-scope-mine = Mine
desk-scope-unit = Whole unit
desk-scope-unheld = Held by nobody
desk-only-all = All { $n }
desk-only-late = Overdue { $n }
desk-only-today = Due today { $n }
desk-group-late = Overdue ({ $n })
desk-group-today = Due today ({ $n })
desk-group-rest = Later ({ $n })
desk-channel-counter = At the counter
desk-channel-post = By post
desk-channel-online = Online

# Columns
desk-col-left = Time left
desk-col-used = Used
desk-col-sent = Sent on
desk-col-promise = Promised
desk-col-code = Dossier
desk-col-applicant = Applicant
desk-col-procedure = Procedure
desk-col-channel = Channel
desk-col-step = Step
desk-col-holder = Held by
desk-col-note = Note
desk-col-status = State
desk-col-opened = Since
desk-col-officer = Officer
desk-col-open = Holds
desk-col-late = Overdue
desk-col-today = Today
desk-col-when = When
desk-col-who = Who
desk-col-what = What
desk-col-received = Received
desk-col-paper = Paper
desk-col-form = Form
desk-col-copies = Copies
desk-col-compared = Compared

# The dossier page
desk-meta-receipt = receipt { $receipt }
desk-meta-sent = sent { $time }
desk-meta-accepted = accepted { $time }
desk-clock-held = { $step }: { $who }, { $unit }
desk-clock-due = { $held }. Due { $due }, { $left }.
desk-ruler-whole = whole dossier: { $used } used
desk-ruler-step = this step: { $used } used
desk-ruler-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
 }
desk-ruler-hours = { $n ->
    [one] 1 working hour
   *[other] { $n } working hours
 }
desk-ruler-title = { $said } of { $total }.
desk-ruler-until = due { $due }
desk-tab-content = Content
desk-tab-papers = Papers
desk-tab-flow = Flow
desk-tab-contacts = Contacts
desk-tab-result = Result
desk-tab-ledger = Log
desk-papers-none = This dossier has no papers.
desk-paper-view = View the file
desk-paper-result = Result
desk-paper-unsigned = Not digitally signed
desk-paper-compared = Original compared
desk-paper-uploaded = Uploaded
desk-paper-seen = Received at the counter
desk-paper-copies = { $n ->
    [one] 1 copy
   *[other] { $n } copies
 }
desk-paper-pages = { $n ->
    [one] 1 page
   *[other] { $n } pages
 }
desk-form-original = original
desk-form-certified = certified copy
desk-form-electronic = electronic
desk-form-photo = photograph
desk-fees = Fees
desk-fee-waived = Not charged: { $reason }
desk-fee-taken = { $amount }, receipt { $number }, taken in cash at { $time }
desk-fee-receipt = Taken
desk-results-none = No result yet. Whoever works the step attaches it there.
desk-result-unsigned = The result is approved in the system and not digitally signed. Signing by hand or digitally follows its own rules.
desk-contacts-none = No contact is noted yet.
desk-looks = Who looked at this dossier
desk-looks-lead = Each look is written down before the page opens. The applicant can read this list.
desk-via-page = Looked at the dossier page
desk-via-link = Opened the tracking link
desk-via-api = Looked through a program
desk-via-file = Opened a file
desk-via-letter = Opened a letter for printing
desk-via-slip = Opened the slip for printing
desk-via-list = Saw it in a list
desk-who-officer = An officer
desk-who-system = The system
desk-who-person = The applicant
desk-open-dossier = Open the dossier

# Steps
desk-step-receive = Acceptance
desk-step-opened = Since
desk-step-due = Due
desk-step-done = Done
desk-step-late = Delay
desk-step-ahead = To come
desk-outcome-open = Under way
desk-outcome-open-late = Under way, overdue
desk-outcome-done = Done
desk-outcome-done-late = Done late
desk-outcome-returned = Sent back
desk-outcome-accepted = Accepted
desk-outcome-refused = Refused
desk-outcome-agreed = Agreed
desk-outcome-objected = Objected
desk-outcome-silent = No answer, taken as consent
desk-outcome-handed = Handed over

# The log in words
desk-event-submitted = Application sent, receipt { $receipt }. The desk must accept or refuse by { $due }.
desk-event-noticed = The desk was told
desk-event-accepted = Accepted, code { $code }, promised { $due }
desk-event-refused = Refused at intake
desk-event-task-opened = Moved to { $unit }: { $step }
desk-event-task-opened-held = Moved to { $unit }, held by { $who }: { $step }
desk-event-task-held = { $who } holds: { $step }
desk-event-task-done = Step done: { $step }
desk-event-task-returned = Sent back from: { $step }
desk-event-task-accepted = Intake decided: accepted
desk-event-task-refused = Intake decided: refused
desk-event-task-agreed = Answered in agreement: { $step }
desk-event-task-objected = Answered with an objection: { $step }
desk-event-task-silent = No answer in time, taken as consent: { $step }
desk-event-task-handed = Hand-over done
desk-event-paper-added = Paper added: { $paper }
desk-event-original-compared = Original compared: { $paper }
desk-event-approved = Approved: { $step }
desk-event-approved-desk = Approved at the counter, as delegated
desk-event-ready = Result ready for hand-over
desk-event-fee-taken = { $amount } taken in cash, receipt { $number }
desk-event-handed-over = Result handed to the applicant
desk-event-handed-over-proxy = Result handed to an authorised person
desk-event-contact = { $channel }. { $fault }.
desk-event-supplement-asked = Asked for { $n } items
desk-event-supplement-asked-until = Asked for { $n } items, at the latest { $when }
desk-event-item-answered = The person gave: { $item }
desk-event-supplement-restarted = Everything is there; the limit starts anew, due { $due }
desk-event-supplement-completed = Everything is there; to be answered before { $due }
desk-event-proposed-extension = Proposed a new date: { $due }
desk-event-proposed-refusal = Proposed a refusal
desk-event-proposed-stop = Proposed to stop
desk-event-declined-extension = New date declined
desk-event-declined-refusal = Refusal declined
desk-event-declined-stop = Stopping declined
desk-event-extended = New date, once: { $due }
desk-event-late-letter = Letter of apology; names { $due }, still overdue
desk-event-warned-half = Half of the time is used
desk-event-warned-most = Four fifths of the time are used
desk-event-warned-eve = One working day is left
desk-event-overdue = Overdue
desk-event-clock-stopped = Time does not count: { $step }
desk-event-clock-resumed = Time counts again, due { $due }
desk-event-recounted = The calendar changed ({ $cause }): due { $due }
desk-event-task-moved = Task “{ $step }” passed to { $unit }
desk-event-correction-opened = The result is wrong; to be mended before { $due }
desk-event-corrected = The right result replaced the wrong one
desk-event-reopened = Opened again by error of the State; due { $due }
desk-event-lapsed = Closed: the time to give papers is over
desk-event-stopped = Stopped
desk-event-withdrawal-asked = The person asks to take it back
desk-event-withdrawal-dropped = The person wants it to go on
desk-event-withdrawn = Taken back
desk-event-adjusted = The person changed what was sent
desk-event-task-asked = { $step }: more papers asked
desk-event-task-answered = { $step }: complete
desk-event-task-declined = { $step }: declined
desk-event-task-sent = { $step }: sent off
desk-event-task-received = { $step }: received
desk-event-reminded = Reminder: { $step }, half of the time is over
desk-event-alarm-answer-late = Answer overdue: { $step }. The head was told.
desk-event-alarm-unheld = Alarm: nobody holds { $step }
desk-event-alarm-accept-late = Alarm: the time to accept or refuse is over
desk-event-alarm-no-task = Alarm: the dossier has no open task

# Actions
desk-actions = Actions
desk-actions-none = There is nothing for you to do with this dossier now.
desk-do-accept = Accept
desk-do-accept-lead = Accepting now promises { $due }.
desk-do-refuse = Refuse at intake
desk-do-take = Take this task
desk-do-assign = Assign
desk-do-forward = Go on
desk-do-forward-button = Forward
desk-do-forward-lead = Finishes this step and goes on to: { $next }.
desk-do-approve = Approve
desk-do-approve-button = Approve and forward
desk-do-send-back = Send back
desk-do-send-back-lead = Back to: { $step }.
desk-do-advise = Give the opinion
desk-do-attach = Attach the result
desk-do-compare = Original compared
desk-do-take-fee = Take the fee in cash
desk-do-take-fee-lead = { $amount } to take. The receipt number is given when you press.
desk-do-hand-over = Hand over the result
desk-do-hand-over-lead = Look at the receiver's identity card first.
desk-do-contact = Note a contact
desk-do-contact-lead = Note each time the applicant had to come, call or be called.
desk-blocked-consults = Wait until those asked have answered, or their time is over.
desk-blocked-result = Attach the result first.
desk-blocked-unpaid = Take the fee first.
desk-field-reason = Reason
desk-field-reason-hint = The applicant reads exactly these words. Say what is missing or wrong and how to mend it.
desk-field-back-hint = Say what to mend. The reason goes into the log.
desk-field-holder = Assign to
desk-field-answer = Opinion of the unit
desk-field-words = In words
desk-field-words-hint = An objection needs its reason.
desk-field-result = Result file
desk-field-result-hint = PDF, JPEG or PNG, up to 15 MB. It is recorded as not digitally signed.
desk-field-to = Handed to
desk-field-channel = How?
desk-field-fault = Why was it needed?
desk-field-fault-hint = Counted, so that people have to come less often.
desk-field-note = Note
desk-advise-agree = Agree
desk-advise-object = Object
desk-to-applicant = The applicant
desk-to-proxy = An authorised person
desk-contact-visit = The applicant came to the desk
desk-contact-call = By phone
desk-contact-message = By message
desk-fault-none = Nobody's fault
desk-fault-office = The office's fault
desk-fault-person = Something of the applicant's was missing or wrong
desk-done-accept = The dossier is accepted.
desk-done-refuse = The dossier is refused. The applicant can read the reason.
desk-done-take = The task is yours.
desk-done-assign = Assigned.
desk-done-forward = Forwarded.
desk-done-send-back = Sent back.
desk-done-advise = The opinion is recorded.
desk-done-attach-result = The result is attached.
desk-done-compare-original = The comparison is recorded.
desk-done-take-fee = The fee is taken.
desk-done-hand-over = The result is handed over. The dossier is closed.
desk-done-contact = The contact is noted.
desk-done-next = Back to the list
desk-mend-changed = Someone else has just acted on this dossier. Nothing was saved. This is the newest state: look again, then go on.
desk-mend-reason = Write the reason, so that the reader knows what to do.
desk-mend-words = Write why you object.
desk-mend-holder = Choose who gets the task.
desk-mend-to = Choose who gets the result.
desk-mend-channel = Choose how it was.
desk-mend-fault = Choose why it was needed.
desk-mend-result = Choose the result file.
desk-mend-tasks = Tick at least one task.
desk-mend-agency = Choose who decides.
desk-mend-consent = Read it to the applicant and tick the consent.
desk-mend-fee = Take the fee and tick it before giving the result at once.
desk-mend-paper = Look at this paper and tick it.
field-fee-unpaid = Take the fee before handing over.

# Counter
desk-counter-choose = Intake at the counter
desk-counter-search = Name or code of the procedure
desk-counter-none = No procedure fits “{ $query }”.
desk-counter-all = See every procedure
desk-counter-title = Counter: { $procedure }
desk-counter-other = Another procedure
desk-counter-person = 1. Applicant
desk-counter-content = 2. Content and papers
desk-counter-papers = Papers
desk-counter-fee = 3. Fee and slip
desk-counter-refresh = Refresh questions, papers and fee
desk-counter-due-hint = If accepted now.
desk-counter-accept = Accept
desk-scan = Scan the identity card
desk-scan-hint = Scan the card or a slip; otherwise type the 12 digits.
desk-scan-fill = Fill in
desk-scan-read = Filled in from the card, not verified. Read it back to the applicant.
desk-scan-nothing = The code could not be read. Type the 12 digits of the card.
desk-scan-sex = Sex: { $sex }
desk-scan-old-number = Old number: { $number }
desk-scan-other = Other: { $words }
desk-sex-female = female
desk-sex-male = male
desk-doubt-name = Check the name: scanning may have lost its marks.
desk-doubt-sex = The number does not fit the sex or century of birth. Look at the card again.
desk-doubt-year = The number does not fit the year of birth. Look at the card again.
desk-doubt-place = The first three digits name no province. Look at the card again.
desk-date-hint = For example 5/9/1990
desk-field-agency = Who decides
desk-papers-move-today = Papers move today.
desk-papers-move-tomorrow = After 15:00: papers move on the next working morning.
desk-need-required = needed
desk-need-optional = if there is one
desk-need-held = On record
desk-need-made = Made here
desk-need-nothing = not needed
desk-must-compare = must be compared
desk-tick-received = Received: { $paper }
desk-tick-form = Form of: { $paper }
desk-tick-copies = Copies of: { $paper }
desk-tick-compared = Original compared: { $paper }
desk-tick-task = Choose { $number }
desk-fee-none = No fee.
desk-fee-total = Total:
desk-fee-cash = { $amount } taken in cash
desk-fee-cash-all = Taken in cash, in full
desk-at-once = Give the result at once
desk-consent = The applicant agrees that these data are used for this procedure, and declares that they are true.
desk-received-title = Dossier { $number } taken in
desk-received = The dossier is taken in
desk-received-finished = Taken in and handed over
desk-received-due = Promised { $due }
desk-received-place = To be collected at { $place }.
desk-received-no-slip = With the result given at once no slip is needed unless the applicant asks for it.
desk-print-slip = Print the slip
desk-next-person = Next person

# Look-up
desk-lookup-title = Look up a dossier
desk-lookup-label = Code, card number, phone or name
desk-lookup-hint = You can scan the code of a slip or a card.
desk-lookup-found = { $n ->
    [one] 1 dossier found
   *[other] { $n } dossiers found
 }
desk-lookup-none = No dossier of your agency fits. Try the card number, or fewer words.
desk-lookup-more = There are more. Add words to narrow the search.
desk-lookup-caption = Dossiers found, newest first

# Assignment
desk-assign-title = Assignment: { $n ->
    [one] 1 task held by nobody
   *[other] { $n } tasks held by nobody
 }
desk-assign-caption = Tasks held by nobody, by time left
desk-assign-none = Every task is held by somebody
desk-assign-none-more = New tasks that nobody holds appear here. To change a holder, open the dossier and assign it again.
desk-assign-button = Assign the chosen tasks
desk-assign-done = { $n ->
    [one] 1 task assigned.
   *[other] { $n } tasks assigned.
 }
desk-assign-report = Some tasks could not be assigned
desk-assign-load = Who holds how much

# Steps beside the flow
desk-step-supplement = Waiting for more papers
desk-step-extension = Decide on a new date
desk-step-refusal = Decide on a refusal
desk-step-stop = Decide on stopping
desk-step-withdrawal = Give papers back to who takes the dossier back
desk-step-transfer = Move the papers
desk-step-correction = Mend a wrong result
desk-status-await = Waiting for the applicant to act
desk-status-decide = Waiting for the head
desk-status-part = Part of an agency
desk-status-transfer = Papers on their way
desk-status-withdrawing = Applicant takes it back
desk-status-correcting = Result being mended
desk-outcome-asked = More was asked for
desk-outcome-answered = All is there
desk-outcome-declined = Declined
desk-outcome-sent = Sent
desk-outcome-received = Received
desk-outcome-dropped = No longer needed

# Time limit
desk-promise = Promised for { $due }.
desk-promise-moved = Promised for { $due }. First promised for { $first }.
desk-promise-first = first
desk-warned-soon = Time is running out
desk-warned-half = Half of the time is used
desk-clock-paused = Not counted now
desk-paused = The time is not counted since { $since }
desk-paused-why = Because: { $why } Basis: { $source }.
desk-asked = Waiting for { $missing } of { $n } things asked for, since { $since }
desk-asked-until = At the latest { $when }. After that day the dossier closes by itself.
desk-asked-open = There is no last day. A dossier not yet accepted has no running time.
desk-withdrawing = The applicant asked to take the dossier back at { $since }
desk-withdrawing-more = The desk gives papers and fees back by the rules and confirms. Until then the dossier goes nowhere.
desk-proposed = To be decided: { $what }
desk-proposed-extension = a new date is proposed
desk-proposed-refusal = a refusal is proposed
desk-proposed-stop = stopping is proposed
desk-proposed-more = The dossier goes on after the decision.
desk-letter-sent = Letters of apology sent: { $n }. The last one names { $due }.
desk-letter-sent-more = A letter moves no limit: the dossier still counts as late.
desk-course = Time limit
desk-course-regime = Rules in force for it
desk-course-first = First promise
desk-course-due = Promise now
desk-course-moved = Promise moved
desk-course-move = From { $from } to { $to }. { $why }.
desk-course-asked-intake = More asked for before acceptance
desk-course-asked-appraisal = More asked for after appraisal
desk-course-extensions = New dates given
desk-course-of = { $n } of at most { $most }
desk-course-letters = Letters because it was late
desk-course-adjustments = Changed by the applicant
desk-course-corrections = Results mended
desk-course-reopenings = Opened again
desk-course-times = { $n ->
    [one] once
   *[other] { $n } times
 }
desk-course-warned = Warnings given
desk-course-at = { $time }: { $what }
desk-course-late = Late in all
desk-course-late-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
desk-move-restart = All that was asked for is there, the limit starts anew
desk-move-extension = New date
desk-move-excluded = Time that does not count
desk-move-calendar = The calendar changed
desk-move-reopening = Opened again

# Asking for more
desk-requests = What was asked for
desk-request-intake = Before acceptance, { $time }, { $who }
desk-request-appraisal = After appraisal, { $time }, { $who }
desk-item-answered = Given { $time }
desk-item-missing = Not there yet
desk-do-supplement = Ask for more papers
desk-back-to-dossier = Dossier
desk-supplement-once = You can ask only once: tick everything that is missing or has to be mended.
desk-supplement-rule-intake = The dossier is not accepted yet, no time runs. Basis: { $rule }.
desk-supplement-rule-appraisal = While the applicant is asked, the time stands still. Basis: { $rule }.
desk-supplement-papers = Papers
desk-supplement-answers = Answers
desk-supplement-nothing = This procedure has nothing that may be asked for.
desk-supplement-none = Not in the dossier.
desk-supplement-has = In the dossier: { $n }.
desk-supplement-col-item = What
desk-supplement-col-reason = What is missing or wrong, and what to do
desk-supplement-col-basis = Legal basis
desk-supplement-tick = Ask for: { $item }
desk-supplement-reason-of = Reason: { $item }
desk-supplement-basis-of = Legal basis: { $item }
desk-supplement-note = More guidance
desk-supplement-note-hint = The applicant reads exactly these words, for example whom to ask and under which number.
desk-supplement-look = Preview
desk-preview-title = Preview of the request
desk-preview-lead = The applicant reads exactly what stands in the box. Once sent it cannot be changed, and nothing more can be asked.
desk-preview-until = { $n ->
    [one] 1 thing is needed
   *[other] { $n } things are needed
 } by { $when }
desk-preview-open = { $n ->
    [one] 1 thing is needed
   *[other] { $n } things are needed
 }
desk-preview-basis = Legal basis: { $basis }
desk-preview-complete = This is the complete list; it is asked for only once.
desk-preview-then-intake = When everything is there, the dossier is looked at for acceptance at once.
desk-preview-then-restart = When everything is there, the time limit starts anew.
desk-preview-then-goes-on = When everything is there, work on the dossier goes on.
desk-preview-closes = If not everything is there by { $when }, the dossier closes. What was filled in can be used to apply again.
desk-preview-stays = There is no last day: it may be given at any time.
desk-preview-send = Send the request
desk-preview-mend = Change it
desk-asked-before-title = More was asked for already
desk-asked-before = { $who } asked for { $n ->
    [one] 1 thing
   *[other] { $n } things
 } at { $time }.
desk-asked-before-rule = The rules allow asking at most { $most ->
    [one] once
   *[other] { $most } times
 } at this stage. Basis: { $rule }.
desk-asked-before-else = If something is still unclear, call the applicant and note the contact; no more papers can be asked for.
desk-mend-items = Tick at least one thing.
desk-mend-item-reason = { $item }: write the reason, so that the applicant knows what to do.
desk-mend-item-basis = { $item }: write the legal basis.

# Proposals, decisions, letters
desk-propose = Put to the head
desk-closed-why = { $what }: not possible. { $why }
desk-do-extension = Propose a new date
desk-do-extension-lead = The head decides. A new date is given once, before the time is over. Basis: { $rule }.
desk-do-refusal = Propose to refuse
desk-do-refusal-lead = The head decides. Basis: { $rule }.
desk-do-stop = Propose to stop
desk-do-stop-lead = The head decides. Basis: { $rule }.
desk-do-late-letter = Letter because it is late
desk-do-late-letter-lead = The dossier is late. The letter tells the applicant a new day; the dossier still counts as late.
desk-do-late-letter-button = Send the letter
desk-do-withdrawal = The applicant takes the dossier back
desk-do-withdrawal-lead = Give papers and fees back by the rules, then confirm. The dossier ends.
desk-do-withdrawal-button = Confirm
desk-do-correction = Report a wrong result
desk-do-correction-lead = Whoever made the result has to mend it and hand out the right one.
desk-do-correction-button = Have the result mended
desk-do-correct = Attach the right result
desk-do-correct-lead = The wrong one stays in the ledger; the applicant gets the right one.
desk-do-reopen = Open again
desk-do-reopen-lead = Only when the State closed it by its own error. The limit starts anew; how late it was is kept.
desk-do-decide = Decide
desk-do-decide-button = Record the decision
desk-do-part = Part of the agency done
desk-do-papers-send = Papers sent
desk-do-papers-send-lead = Press when the papers have left for { $agency }.
desk-do-papers-receive = Papers have come
desk-do-papers-receive-lead = Press when all papers are at { $agency }.
desk-do-await = The applicant has done it
desk-do-await-button = Confirm and go on
desk-do-await-lead = What the applicant does: { $does } Then comes: { $next }.
desk-field-cause = Cause
desk-field-day = New day
desk-field-day-hint = A working day after { $due }.
desk-field-late-day-hint = A working day, today or later.
desk-field-letter = Words to the applicant
desk-field-letter-hint = The applicant reads exactly these words. Cause and new day stand beside them.
desk-field-refusal-hint = The applicant reads exactly these words once the head agrees. Give the reason, the legal basis, and what to do next.
desk-field-error = What is wrong?
desk-field-error-hint = Say exactly what is wrong and what is right.
desk-field-corrected = File of the right result
desk-field-reopening = What did the office do wrong?
desk-field-reopening-hint = The applicant can read it. It is written into the ledger.
desk-field-decision = Decision
desk-field-decision-hint = A refusal needs a reason for the proposer.
desk-letter-extension = We apologise for not having the result by { $due } as promised. The office needs more time to settle your dossier properly. There is nothing you have to do.
desk-letter-late = We apologise that your dossier is past its day, { $due }, without a result. The office is working on it. There is nothing you have to do.
desk-decide-what = Proposal
desk-decide-cause = Cause
desk-decide-new = New day
desk-decide-old = Promised now
desk-decide-words = The applicant will read
desk-decide-reason = Reason, as the applicant will read it
desk-decide-who = Proposed by
desk-decide-when = Proposed at
desk-decide-agree = Agree
desk-decide-decline = Decline
desk-mend-decline = Write why you decline.
desk-mend-letter = Write the words to the applicant.
desk-mend-cause = Choose a cause.
desk-mend-decision = Choose to agree or to decline.
desk-done-ask-supplement-intake = The request is sent. The applicant can read it now.
desk-done-ask-supplement-appraisal = The request is sent. The time stands still.
desk-done-propose-extension = A new date is proposed.
desk-done-propose-refusal = A refusal is proposed.
desk-done-propose-stop = Stopping is proposed.
desk-done-decide = The decision is recorded.
desk-done-late-letter = The letter is sent.
desk-done-confirm-withdrawal = Taken back. The dossier is over.
desk-done-complete-part = The part is done.
desk-done-papers-moved = The papers' way is noted.
desk-done-open-correction = The result will be mended.
desk-done-correct-result = The right result is attached.
desk-done-reopen = The dossier is open again.

# Away, standing in
desk-away = away until { $until }
desk-away-deputy = away until { $until }, { $deputy } stands in
desk-holder-for = { $name }, standing in for { $principal }
desk-holder-away = { $name } (away)
desk-event-task-held-for = { $who } took it for { $principal }: { $step }
desk-assign-away = Tasks of officers who are away
desk-assign-away-lead = Give them to someone else while their holder is away.
desk-assign-away-until = away until { $until }
desk-scope-lent = Standing in: { $unit }
desk-list-lent = Standing in: { $n ->
    [one] 1 task
   *[other] { $n } tasks
 }, { $late } overdue

# Decisions of the day
desk-today-decisions = For me to decide ({ $n })
desk-today-decisions-caption = Proposals to be decided, most urgent first

# The counter takes dossiers for every agency
desk-agency-own = Code and working hours: { $agency }.
desk-agency-code = The code will carry { $code } ({ $agency }).
desk-agency-hours = The time is counted by the working hours of { $agency }.
desk-received-transfer = The papers must leave for { $agency } by { $due }. Note it on the dossier page when they have left.

# Letters, national status
desk-print-letter = Print: { $title } ({ $time })
desk-print-control = Print the control sheet
desk-course-national = National status code
desk-course-national-code = { $code }: { $name }
desk-address-known = Understood as: { $place }
