-- Each request fills a form in again, with a key and a word of its own. FORM_BODY: urlencoded, with
-- KEY and COUNT where those stand; FORM_COOKIE: session and CSRF; FORM_RUN: eight hex digits.
dofile(os.getenv("WRK_SCRIPTS") .. "/done.lua")

local body, run, count = os.getenv("FORM_BODY"), os.getenv("FORM_RUN"), 0
local headers = {
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["Cookie"] = os.getenv("FORM_COOKIE"),
}

function request()
  count = count + 1
  local key = string.format("%s-0000-4000-8000-%012x", run, count)
  return wrk.format("POST", nil, headers, (body:gsub("KEY", key):gsub("COUNT", tostring(count))))
end
