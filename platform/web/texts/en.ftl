# Frame of the page
web-skip = Skip to main content
web-nav = Main
web-menu = Menu
web-sign-in = Sign in
web-sign-out = Sign out
web-sign-out-name = Sign out ({ $name })
web-call = Need help? Call
web-call-hours = 7:00 to 21:00, holidays included
web-demo = Demonstration. People, applications and figures on this page are invented.
web-back = Back
web-home = To the home page
web-continue = Continue
web-print = Print
web-print-hint = A5 paper. Press Ctrl P, or “Print” in the browser.

# Forms
web-error-prefix = Error:
web-mistakes = { $n ->
    [one] There is { $n } thing to correct
   *[other] There are { $n } things to correct
 }
web-optional = (optional)
web-day = Day
web-month = Month
web-year = Year
web-sending = Sending…

# Lists
web-pages = Pages
web-page-of = Page { $page } of { $pages }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 } in all.
web-page-before = Previous page
web-page-after = Next page

# Error pages
web-safe = What you entered is still there
web-safe-more = What was saved is not lost. You do not need to start again.
web-or-call = For help, call
web-incident = When you call, give incident code
web-again = Try again
web-go-back = Use your browser’s back button to correct it. What you typed is still on the previous page.
web-look-up = Look up an application by the code on your slip
web-absent-title = We cannot find this page
web-forbidden-title = This could not be done
web-fields-title = Something needs correcting
web-state-title = This cannot be done now
web-changed-title = Someone changed this first
web-too-large-title = What you sent is too large
web-too-often-title = Too many attempts
web-busy-title = The system is busy
web-fault-title = Something broke on our side
web-fault-lead = Try again in a few minutes. If it still fails, call us and we will help at once.

# Expired session
web-resume-title = What you typed is kept
web-resume-lead = Your session ended before it was sent. What you typed was kept. Press the button to finish.
web-resume-send = Send now
web-resume-drop = Discard and go to the home page
web-resume-nothing = Nothing is being kept
web-resume-nothing-lead = What you type is kept for 30 minutes only and can be opened once.

# Refusals
web-refused = This could not be done. Call us and we will help at once.
refusal-absent = The address may be incomplete, or the page belongs to someone else. Codes never contain the letters I and O: those are the digits 1 and 0.
refusal-changed = Someone changed this before you. Nothing is lost. Open the page again to see the latest version, then continue.
refusal-fields = Correct the items below and send again.
refusal-csrf = This request did not come from one of our pages, so it was not carried out. Open the page again and retry.
refusal-sign-in = Sign in to do this.
refusal-method = This address does not accept that method.
refusal-too-often = Too many attempts. Wait { $seconds } seconds and try again.
refusal-too-large = What you sent is larger than allowed. Send fewer or smaller files.
refusal-busy = Many people are using the service. Try again in a few minutes.
field-form = The form could not be read. Open the page again and fill it in once more.
field-form-key = The form lacks its key. Open the page again and send it once more.
field-upload-broken = The file did not arrive completely, perhaps because the connection dropped. Send it again.
field-file-empty = The file “{ $name }” is empty. Try opening it on your device, then choose it again.
field-file-too-large = The file “{ $name }” is { $size } MB; each file may be at most { $limit } MB. Take the photo in a smaller size or split it into several files.
field-file-kind = The file “{ $name }” is not a JPEG or PNG picture or a PDF. Photograph the paper or save it as PDF, then choose it again.
field-file-truncated = The file “{ $name }” lacks its end, perhaps because copying or downloading did not finish. Choose the original again or take a new photo.
field-file-unreadable = The file “{ $name }” has no content that can be shown. Take the photo or save the file again, then choose it.
field-file-encrypted = The file “{ $name }” has a password, so the office cannot open it. Remove the password or print it to a new PDF, then choose it again.
field-file-interrupted = The file “{ $name }” did not arrive completely, perhaps because the connection dropped. Send this file again.
field-json = The JSON body could not be read.
