// What the page gains where scripts run. Without them a number is a link to its entry, and all is there.
"use strict";

{
  document.documentElement.dataset.script = "on";
}
