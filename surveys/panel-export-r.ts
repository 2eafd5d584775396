/**
 * Base R that loads the folder it lies in: `source("panel.R")` makes `panel`, a list of data frames with dates, numbers and factors,
 * checks their keys, and says what there is.
 */
export const R_SCRIPT = String.raw`# Loads this panel into R (4.0 or later, no packages):
#   source("path/to/this/folder/panel.R", chdir = TRUE)
# makes 'panel', a list of data frames: organisations, members, waves, answers, ties and whatever else the folder holds;
# 'panel$responses' and 'panel$ratings' have one row for each response or rating and one column for each question.
# Values are as ticked, before any reversing; empty is missing. Ids that a spreadsheet would run as a formula begin with '
# in the files and are as they were in 'panel'.

panel <- local({
  unguarded <- function(x) sub("^'('*[=+@\t\r-])", "\\1", x)

  read <- function(file) {
    rows <- read.csv(file, colClasses = "character", check.names = FALSE, na.strings = "", encoding = "UTF-8",
                     quote = "\"", comment.char = "", strip.white = FALSE)
    wide <- file %in% c("responses.csv", "ratings.csv")
    keys <- c("wave", "member", "organisation", "rated", "carried")
    for (column in names(rows)) {
      text <- rows[[column]]
      if (wide && !(column %in% keys)) {
        rows[[column]] <- as.numeric(text)
        next
      }
      rows[[column]] <-
        if (column %in% c("joined", "left", "opens", "closes", "starts", "ends", "from")) as.Date(text)
        else if (column %in% c("named", "carried", "reversed", "decimal")) text %in% c("true", "1", TRUE)
        else if (column %in% c("value", "min", "max")) as.numeric(text)
        else unguarded(text)
    }
    rows
  }

  files <- list.files(".", pattern = "[.]csv$")
  all <- lapply(setNames(files, sub("[.]csv$", "", files)), read)

  # Waves in the order in which they opened.
  all$waves <- all$waves[order(all$waves$opens), , drop = FALSE]
  for (table in intersect(c("answers", "ties", "texts", "responses", "ratings"), names(all)))
    all[[table]]$wave <- factor(all[[table]]$wave, levels = all$waves$wave)

  unknown <- function(values, known, what)
    if (length(lost <- setdiff(values, known)) > 0) stop(what, " unknown: ", paste(head(lost), collapse = ", "))
  unknown(all$members$organisation, all$organisations$organisation, "organisation of a member")
  unknown(all$answers$member, all$members$member, "member of an answer")
  unknown(all$answers$item, all$codebook$question[all$codebook$kind == "item"], "item of an answer")
  unknown(all$ties$member, all$members$member, "member of a tie")
  unknown(all$ties$organisation, all$organisations$organisation, "organisation of a tie")
  stopifnot(!anyNA(all$answers$wave), !anyNA(all$ties$wave), !anyDuplicated(all$answers[c("wave", "member", "item")]))
  all
})

message(nrow(panel$organisations), " organisations, ", nrow(panel$members), " members, ", nrow(panel$waves), " waves, ",
        nrow(panel$answers), " answers, ", nrow(panel$ties), " ties")
`;
