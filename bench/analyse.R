# The same statistics as `analyse`, by the packages that an evaluator would take. usage: Rscript analyse.R FOLDER
# Prints the packages' names that are missing, or the seconds that the statistics took (reading and loading left out).
wanted <- c('psych', 'lme4', 'clubSandwich', 'igraph')
missing <- wanted[!vapply(wanted, requireNamespace, NA, quietly = TRUE)]
if (length(missing)) { cat('missing', missing, '\n'); quit() }
suppressMessages({ library(psych); library(lme4); library(clubSandwich); library(igraph) })
options(warn = -1)
folder <- commandArgs(TRUE)[1]
items <- read.csv(file.path(folder, 'items.csv')); answers <- read.csv(file.path(folder, 'answers.csv'))
members <- read.csv(file.path(folder, 'members.csv')); waves <- read.csv(file.path(folder, 'waves.csv')); ties <- read.csv(file.path(folder, 'ties.csv'))
robust <- function(fit, cluster) coef_test(fit, vcov = 'CR2', cluster = cluster)
quietly <- function(x) { sink(tempfile()); on.exit(sink()); suppressMessages(x) }
took <- system.time({
  answers$organisation <- members$organisation[match(answers$member, members$member)]
  answers$years <- as.numeric(as.Date(waves$opens)[match(answers$wave, waves$wave)] - as.Date(waves$opens[1])) / 365.25
  for (scale in unique(items$scale)) {
    own <- items[items$scale == scale, ]; x <- as.matrix(answers[, own$item])
    reversed <- which(own$reversed == 'true'); x[, reversed] <- 8 - x[, reversed]
    answers$score <- (rowMeans(x) - 1) / 6 * 100
    by_wave <- split(answers, answers$wave); cases <- split(as.data.frame(x), answers$wave)
    for (w in names(by_wave)) {
      d <- by_wave[[w]]
      robust(lm(score ~ 1, d), d$organisation); t.test(tapply(d$score, d$organisation, mean)); summary(aov(score ~ factor(organisation), d))
      quietly(psych::alpha(cases[[w]], warnings = FALSE)); if (ncol(x) > 2) quietly(fa(cases[[w]], 1, fm = 'ml'))
    }
    pairs <- c(lapply(seq_len(nrow(waves) - 1), function(i) waves$wave[i + 0:1]), list(waves$wave[c(1, nrow(waves))]))
    for (p in pairs) {
      d <- merge(by_wave[[p[1]]], by_wave[[p[2]]], by = 'member'); d$change <- d$score.y - d$score.x
      robust(lm(change ~ 1, d), d$organisation.x); wilcox.test(d$change)
      t <- t.test(d$change)$statistic; for (q in c(.025, .975)) uniroot(function(k) pt(t, nrow(d) - 1, k) - q, t + c(-8, 8), extendInt = 'yes')
    }
    robust(lm(score ~ years, answers), answers$organisation)
    lmer(score ~ years + (1 | member), answers); lmer(score ~ years + (years | member), answers)
    answers$t <- answers$years - ave(answers$years, answers$member); answers$y <- answers$score - ave(answers$score, answers$member)
    robust(lm(y ~ 0 + t, answers), answers$organisation)
  }
  if (nrow(ties)) for (w in split(ties, ties$wave)) for (question in unique(ties$question)) {
    d <- w[w$question == question, ]; d$from <- members$organisation[match(d$member, members$member)]
    rated <- aggregate(value ~ from + organisation, d, function(v) sort(v)[length(v) %/% 2 + 1])
    for (level in seq_len(max(ties$value[ties$question == question]))) {
      g <- graph_from_data_frame(rated[rated$value >= level, ]); reciprocity(g, mode = 'ratio')
      mutual <- as.undirected(g, mode = 'mutual'); components(mutual)
      triangles <- matrix(triangles(mutual), 3); sides <- apply(triangles, 2, function(k) combn(sort(k), 2, paste, collapse = '-'))
      if (length(triangles)) components(graph_from_data_frame(data.frame(as.vector(sides), rep(paste0('t', seq_len(ncol(triangles))), each = 3)), FALSE))
    }
  }
})
cat('seconds', took[['elapsed']], '\n')
