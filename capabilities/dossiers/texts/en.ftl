# General
dossiers-nav-look-up = Track
dossiers-foot-own = My applications
dossiers-foot-drafts = My drafts
dossiers-yes = Yes
dossiers-no = No
dossiers-choose = Choose from the list
dossiers-change = Change
dossiers-remove = Delete
dossiers-view = View
dossiers-find = Find a procedure
dossiers-save-later = Save and come back
dossiers-download = Download
dossiers-over = { $subject } · Step { $at } of about { $of }
dossiers-saved = Saved at { $time }. Kept until { $day }.
dossiers-saved-guest = Saved at { $time }. This device keeps it for 24 hours; sign in to keep it for 30 days.
dossiers-pages = { $n ->
    [one] 1 page
   *[other] { $n } pages
 }
dossiers-late-minutes = { $n ->
    [one] 1 working minute
   *[other] { $n } working minutes
 }
dossiers-late-hours = { $n ->
    [one] 1 working hour
   *[other] { $n } working hours
 }
dossiers-late-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
 }
dossiers-late-days-hours = { $days } working days and { $hours } hours
dossiers-late-calendar = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
dossiers-late = { $late } late
dossiers-limit-hours = { $n } hours, days off included
dossiers-limit-working-hours = { $n } working hours
dossiers-limit-working-days = { $n } working days
dossiers-limit-days = { $n } days
dossiers-limit-months = { $n } months
dossiers-limit-same-day = The same day; the next working day when accepted after 15:00
dossiers-no-fee = Free of charge.
dossiers-fee-line = { $name }: { $amount }
dossiers-fee-per = { $name }: { $amount } per { $per }
dossiers-fee-waived = { $name }: free of charge ({ $reason })
dossiers-fee-unpaid = Not paid yet. Pay in cash at the counter when you collect the result.
dossiers-fee-paid = Paid { $amount } at { $when }. Receipt number { $number }.
dossiers-cost = Cost
dossiers-how-long = How long it takes
dossiers-limit = Legal time limit: { $limit }, from the moment the office accepts the application.
dossiers-limit-day = Legal time limit: the same day; the next working day when accepted after 15:00.

# Start page
dossiers-start-lead = Takes about { $minutes } minutes. You can save and come back.
dossiers-start-have = Papers to have ready
dossiers-start-no-papers = No papers are needed.
dossiers-start-sometimes = In some cases
dossiers-start-photos = Photos taken with a phone are fine.
dossiers-start-keep = Each answer is saved at once. Your account keeps the draft for 30 days.
dossiers-start-keep-guest = Each answer is saved at once, no account needed. This device keeps the draft for 24 hours; sign in to keep it for 30 days.
dossiers-start-drafts = Continue a draft
dossiers-begin = Start

# Questions
dossiers-where = Where it is decided
dossiers-agency = Which office decides for you?
dossiers-agency-hint = Choose the place where you live or where the matter is.
dossiers-agency-row = Deciding office
dossiers-conflict = The form was just changed somewhere else
dossiers-conflict-lead = It was changed at { $time }, on another device or in another window. Nothing is lost.
dossiers-conflict-choose = Choose which value to keep where the two differ.
dossiers-conflict-keep = Keep what I chose
dossiers-mine = you just entered this
dossiers-theirs = saved at { $time }
dossiers-left-empty = Left empty

# Papers
dossiers-papers = Papers
dossiers-papers-title = Send photos of your papers
dossiers-papers-lead = A phone photo is fine. We take JPEG and PNG images and PDF files, up to 15 MB each. One paper may have several photos.
dossiers-papers-nothing = With your answers, no papers are needed.
dossiers-papers-also = Files you have chosen are also sent when you press “Continue”.
dossiers-upload = Upload
dossiers-paper-none = Not yet
dossiers-paper-received = Received
dossiers-paper-not-needed = Not needed
dossiers-paper-optional = Optional
dossiers-paper-made-here = Made from your answers; nothing more to write.
dossiers-paper-choose = Choose a photo or PDF
dossiers-paper-more = Add a photo or PDF
dossiers-paper-absent = Add a photo or PDF: { $name }
dossiers-paper-files = { $n ->
    [one] 1 file received
   *[other] { $n } files received
 }

# Check and send
dossiers-review = Check before you send
dossiers-review-lead = Nothing has been sent yet. “Change” takes you back to that page.
dossiers-missing = { $n ->
    [one] 1 thing is still missing
   *[other] { $n } things are still missing
 }
dossiers-unanswered = Not answered
dossiers-not-answered = Answer this question: { $label }
dossiers-declaration = Declaration
dossiers-declare = I declare that what I have stated above is true.
dossiers-consent = I agree that the office uses this information to handle this procedure. Everyone who looks is recorded, and I can read the record.
dossiers-send = Send the application
dossiers-send-once = Pressing twice still makes one application.

# Sent
dossiers-sent = Application sent: { $subject }
dossiers-receipt-number = Receipt number
dossiers-secret = Look-up code
dossiers-secret-hint = Six letters and digits, printed on the receipt or the appointment slip.
dossiers-secret-keep = Keep the look-up code to yourself: with both codes anyone can see the application.
dossiers-accept-by = Answer due by
dossiers-sent-then = { $agency } checks the papers, then accepts the application or says why it cannot.
dossiers-follow = Follow the application
dossiers-print-note = Print the receipt
dossiers-next = What comes next
dossiers-next-slip = Appointment slip with the date of the result
dossiers-next-slip-more = It is on the tracking page as soon as the application is accepted.
dossiers-next-follow = Every step is on the tracking page: who has it, and until when.
dossiers-paper = Paper
dossiers-paper-size = Content
dossiers-paper-at = At
dossiers-papers-received = { $n ->
    [one] 1 file received
   *[other] { $n } files received
 }
dossiers-share = Let your family follow
dossiers-share-more = Scan this code or send the link: it only shows where the application is, no papers and no phone number.
dossiers-qr = QR code that opens the tracking page of application { $number }
dossiers-no-bribe = If anyone asks for more money or papers than listed above, call
dossiers-no-bribe-more = Your name is kept secret.

# Drafts
dossiers-drafts = My drafts
dossiers-drafts-lead = Forms not sent yet. No office can see them.
dossiers-drafts-none = There are no drafts.
dossiers-drafts-none-more = A draft is saved when you start a procedure. Drafts made on another device show only after you sign in.
dossiers-drafts-guest = These drafts exist on this device only
dossiers-drafts-guest-more = Sign in to keep them for 30 days and continue elsewhere
dossiers-left = { $n ->
    [one] 1 thing still to do.
   *[other] { $n } things still to do.
 }
dossiers-left-none = Complete, not sent.
dossiers-discard = Delete this draft?
dossiers-discard-lead = { $n ->
    [one] The answers and 1 uploaded file will be gone for good.
   *[other] The answers and { $n } uploaded files will be gone for good.
 }
dossiers-discard-no = Keep it
dossiers-discard-yes = Delete the draft

# Look-up
dossiers-look-up = Track an application
dossiers-look-up-lead = Enter the dossier code or receipt number, and the look-up code printed on the paper.
dossiers-look-up-go = Show the application
dossiers-look-up-lost = Lost the slip? Bring your identity card to the counter where you applied, or call
dossiers-look-up-sign-in = Sign in to see my applications
dossiers-number = Dossier code or receipt number
dossiers-number-hint = For example H29.201-260907-0001 or 9K2P-Q7X4

# My applications
dossiers-own = My applications
dossiers-own-todo = For you to do
dossiers-own-running = Under way
dossiers-own-over = Finished
dossiers-own-none = There are no applications here yet.
dossiers-own-none-more = Applications show here when you send them from your account, or after you opened them with the look-up code on this device.
dossiers-own-drafts = { $n ->
    [one] 1 draft not sent
   *[other] { $n } drafts not sent
 }
dossiers-own-due = Result due { $when }
dossiers-own-accept-by = Answer due by { $when }
dossiers-home-mine = Applications of { $name }
dossiers-home-sorry = We are sorry.
dossiers-home-all = See all { $n } applications under way

# Tracking page
dossiers-tag-sent = Sent
dossiers-tag-accept-late = Answer late
dossiers-tag-unheld = Nobody has it yet
dossiers-tag-running = Under way
dossiers-tag-overdue = Overdue
dossiers-tag-ready = Result ready
dossiers-tag-delivered = Finished
dossiers-tag-asked = Papers needed
dossiers-tag-withdrawn = Taken back
dossiers-tag-lapsed = Closed
dossiers-tag-stopped = Stopped
dossiers-tag-refused = Not accepted
dossiers-head-sent = Sent; { $agency } is checking it
dossiers-head-accept-late = { $agency } has not answered in time. We apologise.
dossiers-head-unheld = Nobody has taken it yet; the head of the office has been told
dossiers-head-running = Your application is under review
dossiers-head-overdue = Your application is { $late } late. We apologise.
dossiers-head-ready = The result is ready for you
dossiers-head-ready-late = The result is ready, { $late } late. We apologise.
dossiers-head-delivered = Finished; the result was handed over
dossiers-head-asked = { $n ->
    [one] 1 thing is needed from you
   *[other] { $n } things are needed from you
}
dossiers-head-withdrawn = You took this application back
dossiers-head-lapsed = Closed, because the papers asked for did not come
dossiers-head-stopped = The application was stopped
dossiers-todo-asked = Give what is missing
dossiers-asked-by = Send everything by the end of { $day }.
dossiers-answer = Give it now
dossiers-closed-at = Closed at { $when }
dossiers-stage-supplement = You give what is missing
dossiers-stage-extension = A new date is considered
dossiers-stage-refusal = A refusal is considered
dossiers-stage-stop = Stopping is considered
dossiers-stage-withdrawal = Papers go back to you
dossiers-stage-transfer = Papers travel to the deciding office
dossiers-stage-correction = The result is mended
dossiers-head-refused = We cannot accept the application
dossiers-todo-nothing = Nothing to do now
dossiers-todo-over = Nothing more to do
dossiers-todo-ready = Please collect the result
dossiers-todo-refused = Read the reason, then apply again if you wish
dossiers-news-by = Next news by { $when }.
dossiers-news-late = News should have come by now. To ask at once, call the officer who has it, or { $phone }.
dossiers-delivered-at = Result handed over at { $when }.
dossiers-refused-at = Answered at { $when }
dossiers-reason = Reason: { $reason }
dossiers-refused-then = Mend what the reason says and apply again. If you disagree, complain to this office or call 1022.
dossiers-again = Apply again
dossiers-ready-online = Download it from this page. No need to come.
dossiers-ready-post = The result is posted to the address you gave. You pay the postage.
dossiers-ready-counter = Collect it at { $desk }, { $agency }. Address: { $address }.
dossiers-ready-bring = Bring your identity card and the slip, or open this page on your phone.
dossiers-ready-online-unpaid = Pay the fee at the desk, then download it here.
dossiers-ready-pay = To pay when you collect it: { $amount }.
dossiers-due = Result due
dossiers-accept-rule = The office must accept the application or answer within 8 working hours. The date of the result comes with acceptance.
dossiers-first-promise = First date: { $when }
dossiers-left-days = { $n ->
    [one] 1 working day left after today.
   *[other] { $n } working days left after today.
 }
dossiers-left-today = It is due today.
dossiers-left-day = The hour has passed; by law the limit ends at midnight today.
dossiers-ready-since = The result was there at { $when }.
dossiers-weekends = Saturdays and Sundays do not count.
dossiers-moved = The last day, { $from }, is a day off, so it moves to { $to }.
dossiers-holiday = The holiday { $name } ({ $days }) does not count.
dossiers-used = { $used } used
dossiers-used-hours = { $n } h
dossiers-used-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
dossiers-used-days-hours = { $days } d { $hours } h
dossiers-ruler-days = Ruler of { $n } working days, { $used } used.
dossiers-ruler-hours = Ruler of { $n } working hours, { $used } used.
dossiers-ruler-from = accepted { $day }
dossiers-ruler-until = due { $day }
dossiers-holder = Who has it
dossiers-holder-ask = Whom to ask
dossiers-holder-aside = Who has the application
dossiers-since = Since { $when }
dossiers-receiver = Received by { $name }
dossiers-steps = Steps
dossiers-stage-sent = Application sent
dossiers-stage-receive = Check and acceptance
dossiers-stage-consult = Asking for an opinion: { $about }
dossiers-arrived = Arrived
dossiers-promised = Due
dossiers-planned = Planned
dossiers-done = Done
dossiers-in-time = In time
dossiers-is-done = Done
dossiers-under-way = Under way
dossiers-waits-for-you = Waiting for you
dossiers-not-yet = Not yet
dossiers-was-returned = To be redone
dossiers-was-silent = No answer, taken as consent
dossiers-was-refused = Not accepted
dossiers-results = Result
dossiers-unsigned = This file carries no digital signature: an officer approved it here, but it does not replace the paper with signature and seal.
dossiers-paper-copies = { $n ->
    [one] 1 copy
   *[other] { $n } copies
 }
dossiers-paper-compared = original compared
dossiers-more = Other things
dossiers-applicant = Applicant: { $name }
dossiers-print = Print the appointment slip
dossiers-papers-seen = { $n ->
    [one] 1 paper received at the counter
   *[other] { $n } papers received at the counter
 }
dossiers-papers-zero = No papers were needed
dossiers-link-only = This link only shows where the application is.
dossiers-link-all = Open all of it with the look-up code

# After sending: supplement, change, take back, wrong result, apply again
dossiers-back-to-dossier = Back to the application
dossiers-act-adjust = Change what was sent
dossiers-act-withdraw = Take the application back
dossiers-act-drop = Being taken back: see it, or let it go on
dossiers-act-wrong = Report a wrong result
dossiers-supplement-title = { $n ->
    [0] Everything asked for is there
    [one] 1 thing is needed from you
   *[other] { $n } things are needed from you
}
dossiers-supplement-each = Each is sent on its own and kept at once. You can send the rest later.
dossiers-supplement-file = A JPEG or PNG photo or a PDF, at most 15 MB. Put several pages into one PDF.
dossiers-supplement-done = We have everything that was asked for
dossiers-supplement-anew = The limit began anew when you sent the last item: { $limit }.
dossiers-supplement-answer = Nothing to do now. The office checks it and accepts the application, or says why not.
dossiers-asked-note = The office adds: { $note }
dossiers-asked-else = After that day the application closes by itself. You can then apply again without typing it all anew.
dossiers-asked-open = There is no last day: the application waits for you before it is accepted.
dossiers-asked-once = This is the complete list, and it is asked only once.
dossiers-asked-then-answer = With everything there, the office checks it and answers.
dossiers-asked-then-anew = With everything there, the limit begins anew: { $limit }.
dossiers-asked-then-on = With everything there, the work goes on.
dossiers-item-missing = Missing
dossiers-item-came = Received { $when }
dossiers-item-reason = Why: { $reason }
dossiers-item-basis = Legal basis: { $basis }
dossiers-item-before = Your answer so far: { $said }
dossiers-item-send = Send this
dossiers-withdraw-title = Take this application back?
dossiers-withdraw-at-once = It has not been accepted yet, so it closes at once. This cannot be undone.
dossiers-withdraw-again = You can apply again later without typing it all anew.
dossiers-withdraw-desk = The desk that accepted it gives your papers back and closes it. From now on the office takes no further step.
dossiers-withdraw-money = Whether fees come back depends on the rules of each procedure. The desk will tell you.
dossiers-withdraw-change = Until the desk closes it, you can change your mind on this page.
dossiers-withdraw-why = Why you take it back
dossiers-withdraw-yes = Take it back
dossiers-withdraw-no = Leave it
dossiers-withdraw-asked-title = The application is being taken back
dossiers-withdraw-asked = You asked to take it back at { $when }. The desk is giving your papers back.
dossiers-withdraw-drop = Let it go on
dossiers-adjust = Change what was sent
dossiers-adjust-lead = All your present answers are below. Change what is wrong and send. The former version stays in the record, and the date does not change.
dossiers-adjust-papers = The papers you sent stay. The applicant's name and card number cannot be changed here: if they are wrong, take the application back and apply again.
dossiers-adjust-paper = The new answer needs “{ $name }”, which is not there. Keep the former answer, or take the application back and apply again with this paper.
dossiers-adjust-changed = The application has just changed
dossiers-adjust-changed-more = What you typed is still below. Check it and send again.
dossiers-adjust-send = Send the changes
dossiers-adjust-no = Change nothing
dossiers-wrong-title = Report a wrong result
dossiers-wrong-lead = The office that made the result checks and mends it. The former result stays in the record.
dossiers-wrong-limit = Time to mend it by the rules: { $limit }.
dossiers-wrong-no-limit = The rules for this application set no time. Follow it on the tracking page.
dossiers-wrong-cost = If the office made the mistake, mending costs you nothing.
dossiers-wrong-what = What is wrong, and what should it be?
dossiers-wrong-hint = For example: “The year of birth says 1991, it is 1990”.
dossiers-wrong-say = Say what is wrong and what it should be.
dossiers-wrong-send = Send the report
dossiers-again-title = Apply again
dossiers-again-lead = A new draft is made with your former answers. Check it, change what the reason said, and only then send it.
dossiers-again-papers = Photos of papers have to be sent again. The former application can still be seen.
field-not-adjustable = The applicant's name and card number cannot be changed here. Leave them; if they are wrong, take the application back and apply again.
refusal-not-over = This application is not over, or has its result, so there is nothing to apply for again.
refusal-procedure-gone = This procedure is no longer in force. Find the one that replaced it, or call 1022.

# Tracking: side paths
dossiers-tag-refused-after = Refused
dossiers-head-refused-after = The application was refused
dossiers-head-mending = The result is being mended
dossiers-head-mended = The result was mended; the new one is below
dossiers-todo-does = What you have to do
dossiers-todo-does-then = An officer confirms it, and the work goes on.
dossiers-withdrawn-then = You can apply again later without typing it all anew.
dossiers-lapsed-then = It closed by itself because the last day had passed. Press “Apply again”: your answers are kept, only papers have to be sent again.
dossiers-stopped-then = Apply again when the reason is gone. If you disagree, complain to this office or call 1022.
dossiers-refused-after-then = Apply again when things have changed. If you disagree, complain to this office or call 1022.
dossiers-mending = The office that made the result is mending it. This page tells when it is there.
dossiers-mending-by = The office that made the result mends it by { $when }.
dossiers-mended = We apologise for the wrong result. The mended one is under Result.
dossiers-result-before = before it was mended
dossiers-result-after = mended
dossiers-due-new = New date
dossiers-rests = The clock rests; send by
dossiers-rests-unaccepted = The application waits for you
dossiers-rests-since = Resting since { $when }, waiting for you.
dossiers-paused = Time has not counted since { $when }.
dossiers-letter-day = The office wrote to apologise and names { $day }. The date above remains the one that was promised, so the application still counts as late.
dossiers-letter-words = The letter says: { $words }
dossiers-move-restart = You gave everything that was asked for, so the limit began anew: from { $from } to { $to }.
dossiers-move-extension = We apologise: the date moved from { $from } to { $to }. Reason: { $cause }.
dossiers-move-extension-plain = We apologise: the date moved from { $from } to { $to }.
dossiers-move-excluded = Some time does not count, so the date moved from { $from } to { $to }. { $cause }
dossiers-move-calendar = A day off declared later: { $cause }. The date moved from { $from } to { $to }.
dossiers-move-reopening = Opened again: { $cause }. The date moved from { $from } to { $to }.
dossiers-move-reopening-plain = Opened again. The date moved from { $from } to { $to }.
dossiers-move-plain = The date moved from { $from } to { $to }.
dossiers-travelling = The papers are on their way to { $agency }.
dossiers-travelling-by = The papers are on their way to { $agency }, by { $when }.
dossiers-part-limit = Own limit
dossiers-part-result = Own result
dossiers-waits-person = Waiting for you
dossiers-was-dropped = No longer needed
dossiers-was-asked = More was asked for
dossiers-was-declined = Not done
dossiers-was-agreed = Agreed
dossiers-own-asked = Send what is missing by the end of { $day }
dossiers-happened = What happened
dossiers-happened-cause = Because: { $cause }
dossiers-happened-letter = See and print: { $title }
dossiers-happened-words = In words: { $words }
dossiers-happened-supplement-asked = The office asked for more
dossiers-happened-item-answered = Received: { $about }
dossiers-happened-supplement-completed = You gave everything that was asked for
dossiers-happened-lapsed = Closed by itself because the last day had passed
dossiers-happened-proposed-extension = An officer proposes a later date; the head decides
dossiers-happened-proposed-refusal = An officer proposes to refuse; the head decides
dossiers-happened-proposed-stop = An officer proposes to stop; the head decides
dossiers-happened-declined-extension = The head declined the later date; the former one stands
dossiers-happened-declined-refusal = The head declined the refusal; the work goes on
dossiers-happened-declined-stop = The head declined to stop; the work goes on
dossiers-happened-extended = The date was moved. We apologise
dossiers-happened-late-letter = The office wrote to apologise for being late
dossiers-happened-overdue = The promised day passed
dossiers-happened-clock-stopped = Time stopped counting
dossiers-happened-clock-resumed = Time counts again
dossiers-happened-recounted = The date was computed again because working days changed
dossiers-happened-refused = The office did not accept the application
dossiers-happened-refused-after = The office refused the application
dossiers-happened-stopped = The office stopped the application
dossiers-happened-withdrawal-asked = You asked to take it back
dossiers-happened-withdrawal-dropped = You let it go on
dossiers-happened-withdrawn = The application was taken back
dossiers-happened-adjusted = You changed what was sent
dossiers-happened-correction-opened = A wrong result was reported; mending began
dossiers-happened-corrected = The result was mended
dossiers-happened-reopened = Opened again because the office had erred
dossiers-happened-task-moved = The work moved to { $about }, because the former unit is gone
dossiers-happened-papers-sent = { $about } sent the papers off
dossiers-happened-papers-received = { $about } received the papers
dossiers-happened-part-done = One part is done: { $about }
dossiers-until-promise = Date: { $when }
dossiers-until-answer = Answer by: { $when }
dossiers-until-close = Send it by the end of { $day }
dossiers-until-letter = The letter names: { $day }
dossiers-until-mend = Mended by: { $when }

# Who looked
dossiers-looks = Who has looked at this application
dossiers-looks-lead = Every look is recorded before the page appears, this one too. Newest first, at most 200.
dossiers-look-you = You, from your account
dossiers-look-link = Someone with the view-only link
dossiers-look-secret = You, or someone with the look-up code
dossiers-look-system = The system
dossiers-via-page = saw the page
dossiers-via-link = saw the link page, name masked
dossiers-via-api = read it with other software
dossiers-via-file = opened a file
dossiers-via-slip = opened the slip for printing
dossiers-via-list = saw it in a work list

# Receipt and slip (Vietnamese in both languages)
dossiers-slip-title = Appointment slip (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)
dossiers-slip-note-title = Receipt (Giấy biên nhận hồ sơ gửi trực tuyến)
dossiers-slip-form = Mẫu số { $number }, { $act }
dossiers-slip-code = Mã hồ sơ (code):
dossiers-slip-receipt = Mã biên nhận (receipt):
dossiers-slip-name = Hồ sơ của ông/bà (applicant):
dossiers-slip-card = Căn cước (card):
dossiers-slip-address = Địa chỉ (address):
dossiers-slip-phone = ĐT (phone):
dossiers-slip-subject = Nội dung yêu cầu giải quyết (procedure):
dossiers-slip-papers = Thành phần hồ sơ nộp (papers):
dossiers-slip-no = STT
dossiers-slip-paper = Tên giấy tờ (paper)
dossiers-slip-form-of = Hình thức
dossiers-slip-count = Số lượng
dossiers-slip-sets = Số lượng hồ sơ: 01 bộ (1 set).
dossiers-slip-paid = Đã thu, biên lai (paid, receipt) { $number }
dossiers-slip-limit = Thời gian giải quyết theo quy định (time limit):
dossiers-slip-received = Thời gian nhận hồ sơ (received):
dossiers-slip-due = Thời gian trả kết quả (result due):
dossiers-slip-answer = Cơ quan trả lời việc nhận hồ sơ chậm nhất (answer due by):
dossiers-slip-collect = Nhận tại (collect at):
dossiers-slip-follow = Theo dõi (track):
dossiers-slip-secret = mã tra cứu (look-up code)
dossiers-slip-call = Ai đòi thêm tiền, thêm giấy: gọi (call) { $phone }.
dossiers-form-original = Bản chính
dossiers-form-certified = Bản sao chứng thực
dossiers-form-copy = Bản sao
dossiers-form-electronic = Bản điện tử
dossiers-form-photo = Bản chụp

# To mend
field-agency = Choose the office that decides.
field-agree = Tick the declaration and send again.
field-required = Fill this in.
field-choose = Choose one of the list.
field-paper-missing = Add a photo or PDF of this paper.
field-paper-not-seen = Look at this paper and tick it as received.
field-too-many-papers = An application takes at most { $most } files. Put several photos into one PDF.
field-no-such-dossier = These two codes do not open an application. Check the dossier code and the look-up code on the paper.
field-look-up-number = Enter the dossier code or receipt number.
field-look-up-secret = Enter the look-up code, six letters and digits.
field-holder-unfit = Choose someone of this unit with the role of the step.
field-answer-kind = Send an answer as text, number, true or false.

# Not possible now
refusal-already-sent = This application has been sent and can no longer be changed. See its tracking page.
refusal-already-held = That person already has it.
refusal-already-yours = You already have it.
refusal-already-compared = The original of this paper was compared already.
refusal-cannot-return = This step cannot be sent back.
refusal-closed = The dossier is over.
refusal-consults-open = An office has not answered yet. Wait for the answer or for the end of its time.
refusal-fee-taken = The fee was taken already.
refusal-fee-unpaid = Take the fee before handing the result over.
refusal-held-by-another = Someone else has this task.
refusal-no-fee = There is no fee for this dossier.
refusal-no-next-step = The flow has no next step. Tell the administrator.
refusal-no-result-here = No result is attached at this step.
refusal-no-unit = The agency has no unit for the next step. Tell the administrator.
refusal-not-a-step = This task is not moved on that way.
refusal-not-at-once = This procedure gives no result at the counter at once.
refusal-not-ready = There is no result to hand over yet.
refusal-not-waiting = This dossier no longer waits for acceptance.
refusal-replayed = This form was sent already. Open the page again to see the result.
refusal-result-missing = Attach the result before moving on.
refusal-task-done = This task is done.

# Side paths: supplements, new dates, refusals, stopping, taking back, mending, opening again
field-not-later = Choose a day after the promised one.
field-not-required-by-procedure = Ask only for what the procedure requires, each thing once.
field-not-working-day = Choose a working day.
field-too-many = Ask for at most 40 things.
refusal-adjust-online-only = Only an application sent online can be changed online. One handed in at a counter is changed there.
refusal-answer-what-is-asked = The office is asking for more. Answer exactly what it asks.
refusal-correction-open = This result is being mended already.
refusal-decided-already = The dossier has been decided.
refusal-extended-already = This dossier was given a new date once. The rules allow it only once.
refusal-item-not-asked = This was not asked for, or has been given already.
refusal-no-result-yet = There is no result to mend yet.
refusal-no-withdrawal = Nobody is asking to take this dossier back.
refusal-not-accepted = The dossier has not been accepted yet.
refusal-not-closed-by-the-state = Only a dossier that the office refused, stopped or closed is opened again.
refusal-not-in-this-regime = The rules that bind this dossier do not allow it.
refusal-not-late = The dossier is not late, so there is nothing to apologise for yet.
refusal-not-proposed = No proposal waits for a decision.
refusal-not-running = The dossier is not being worked on at present.
refusal-nothing-asked = Nothing is being asked for.
refusal-own-proposal = Who proposes does not decide. Someone else has to.
refusal-own-work = Who worked on the dossier does not sign it. Someone else has to.
refusal-parts-open = An office has not finished its part. The step goes on when all parts are done.
refusal-proposal-open = A proposal waits for the head. The step goes on after the decision.
refusal-proposed-already = A proposal waits for the head already.
refusal-supplement-asked-already = More was asked for already. The rules allow asking only once.
refusal-too-late-to-ask = The time in which more may be asked for, counted from acceptance, is over.
refusal-too-late-to-extend = A new date must be given at least one day before the promised one. That moment has passed.
refusal-too-short-to-extend = The limit of this dossier is too short for a new date.
refusal-withdrawal-asked-already = You have asked to take this dossier back. The office is giving the papers back.
refusal-withdrawal-open = The applicant wants to take the dossier back. Settle that first.

# letters (the printed forms are Vietnamese in both languages)
dossiers-via-letter = opened a letter for printing
dossiers-letter-no-form = Thông báo thường: bộ mẫu của { $act } không có mẫu cho việc này
dossiers-letter-answer = Sửa trên tờ khai
dossiers-letter-originals = { $n } bản chính
dossiers-letter-copies = { $n } bản sao
dossiers-letter-fee = Đã thu { $amount }, biên lai { $number }
dossiers-letter-applicant = Người nộp hồ sơ
dossiers-letter-early = Trước hạn
dossiers-letter-on-time = Đúng hạn
dossiers-letter-overdue = Quá hạn
dossiers-letter-open = đang làm
dossiers-letter-returned = trả lại
dossiers-letter-asked = yêu cầu bổ sung
dossiers-letter-refused = từ chối
dossiers-letter-objected = không đồng ý
dossiers-letter-silent = im lặng, coi như đồng ý
dossiers-letter-declined = không duyệt
dossiers-letter-dropped = không còn cần
dossiers-letter-step-receive = Tiếp nhận
dossiers-letter-step-supplement = Chờ người nộp bổ sung
dossiers-letter-step-extension = Xét gia hạn
dossiers-letter-step-refusal = Xét từ chối
dossiers-letter-step-stop = Xét dừng
dossiers-letter-step-withdrawal = Xét cho rút
dossiers-letter-step-transfer = Chuyển giấy tờ
dossiers-letter-step-correction = Sửa kết quả
dossiers-place-street = House number and street, or hamlet
dossiers-place-elsewhere = Write the whole address in one box (abroad, or not found)
