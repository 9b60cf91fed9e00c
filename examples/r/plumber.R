# Answers /ping and /invocations.
model <- readRDS("/opt/ml/model/model.rds")

answer <- function(res, status, text) {
  res$status <- status
  res$setHeader("Content-Type", if (status == 200) "text/csv" else "text/plain")
  res$body <- text
  res
}

# All rows at once: R is busy with one request at a time, and /ping waits for it.
nearest <- function(rows) {
  centres <- as.matrix(model[-1])
  distances <- sapply(seq_len(nrow(centres)), function(at) rowSums(sweep(rows, 2, centres[at, ])^2))
  model$label[max.col(-matrix(distances, nrow(rows)), ties.method = "first")]
}

read_rows <- function(body) {
  file <- tempfile()
  on.exit(unlink(file))
  writeBin(body, file)
  tryCatch(
    as.matrix(read.csv(file, header = FALSE, colClasses = "numeric")),
    error = function(problem) NULL
  )
}

#* @get /ping
function(res) {
  answer(res, 200, "")
}

#* @post /invocations
#* @parser octet
function(req, res) {
  type <- trimws(strsplit(paste0(req$HTTP_CONTENT_TYPE, ";"), ";")[[1]][1])
  if (type != "text/csv") {
    return(answer(res, 415, "This predictor takes text/csv.\n"))
  }
  rows <- read_rows(req$bodyRaw)
  if (is.null(rows) || ncol(rows) != ncol(model) - 1) {
    return(answer(res, 400, "This is no CSV of numbers, with as many columns as the model was trained on.\n"))
  }
  answer(res, 200, paste0(nearest(rows), "\n", collapse = ""))
}
