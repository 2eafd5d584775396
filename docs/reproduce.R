#!/usr/bin/env Rscript
# Rapport's figures from an exported panel, in base R alone and by other ways than Rapport's own: full matrices for CR2, numerical
# optimisers for omega and REML, uniroot on R's noncentral t.
# usage: Rscript reproduce.R PANEL_FOLDER [INSTRUMENT.json] > figures.json    (the shape of `rapport analyse PANEL_FOLDER`)
# The second argument is needed where the network uses a built-in instrument, which an export names but does not hold.

# ---- JSON --------------------------------------------------------------------------------------------------------------------
parse_json <- function(text) {
  tokens <- regmatches(text, gregexpr('"(?:[^"\\\\]|\\\\.)*"|-?[0-9.]+(?:[eE][-+]?[0-9]+)?|true|false|null|[][{}:,]', text, perl = TRUE))[[1]]
  at <- 0
  following <- function() tokens[at <<- at + 1]
  string <- function(token) eval(parse(text = gsub('\\/', '/', token, fixed = TRUE)))
  value <- function() {
    token <- following()
    if (token == '{') {
      out <- list()
      while (tokens[at + 1] != '}') {
        if (tokens[at + 1] == ',') following()
        key <- string(following()); following()
        got <- value()
        out[key] <- list(got)
      }
      following(); return(out)
    }
    if (token == '[') {
      out <- list()
      while (tokens[at + 1] != ']') { if (tokens[at + 1] == ',') following(); out[length(out) + 1] <- list(value()) }
      following(); return(out)
    }
    switch(substr(token, 1, 1), '"' = string(token), t = TRUE, f = FALSE, n = NULL, as.numeric(token))
  }
  value()
}
as_json <- function(x) {
  if (is.null(x)) return('null')
  if (is.list(x)) {
    parts <- vapply(x, as_json, '')
    if (is.null(names(x)) && !inherits(x, 'object')) return(paste0('[', paste(parts, collapse = ','), ']'))
    return(paste0('{', if (length(x)) paste0('"', names(x), '":', parts, collapse = ','), '}'))
  }
  if (inherits(x, 'vector') || length(x) != 1) return(paste0('[', paste(vapply(unclass(x), as_json, ''), collapse = ','), ']'))
  if (is.na(x)) return('null')
  if (is.character(x)) return(encodeString(x, quote = '"'))
  if (is.logical(x)) return(if (x) 'true' else 'false')
  sprintf('%.17g', x)
}
object <- function(x) { class(x) <- 'object'; if (is.null(names(x))) names(x) <- character(length(x)); x }
interval <- function(estimate, se, df) if (is.na(se) || is.na(df)) NA else if (se == 0) c(estimate, estimate) else estimate + c(-1, 1) * qt(.975, df) * se
constant <- function(x) length(x) == 0 || diff(range(x)) <= 1e-9

# ---- Statistics --------------------------------------------------------------------------------------------------------------
# CR2 of one coefficient by Bell & McCaffrey (2002), with n x n matrices; columns that hang on others are dropped first.
cr2 <- function(x, y, cluster, column) {
  none <- list(estimate = NA, se = NA, df = NA)
  kept <- qr(x)$pivot[seq_len(qr(x)$rank)]
  if (!(column %in% kept)) return(none)
  x <- x[, sort(kept), drop = FALSE]; k <- match(column, sort(kept))
  bread <- solve(crossprod(x)); beta <- bread %*% crossprod(x, y); e <- y - x %*% beta
  none$estimate <- beta[k]
  if (length(unique(cluster)) < 2) return(none)
  if (max(abs(e)) <= 1e-9) e <- e * 0
  rest <- diag(nrow(x)) - x %*% bread %*% t(x)
  groups <- split(seq_along(y), cluster)
  u <- sapply(groups, function(g) {
    eig <- eigen(rest[g, g, drop = FALSE], symmetric = TRUE)
    root <- ifelse(eig$values > 1e-12, 1 / sqrt(pmax(eig$values, 1e-12)), 0)
    replace(numeric(nrow(x)), g, eig$vectors %*% (root * crossprod(eig$vectors, x[g, , drop = FALSE] %*% bread[, k])))
  })
  variance <- sum(crossprod(u, e)^2)
  p <- t(u) %*% rest %*% u
  if (sum(diag(p)) <= 1e-12 * bread[k, k]) return(none)
  list(estimate = beta[k], se = sqrt(variance), df = sum(diag(p))^2 / sum(p^2))
}
cronbach <- function(rows) {
  k <- ncol(rows); n <- nrow(rows)
  if (k < 2 || n < 3) return(NA)
  total <- rowSums(rows)
  if (constant(total)) return(list(n = n, value = NA, ci = NA))
  value <- k / (k - 1) * (1 - sum(apply(rows, 2, var)) / var(total))
  list(n = n, value = value, ci = 1 - (1 - value) * qf(c(.975, .025), n - 1, (n - 1) * (k - 1)))
}
# One factor by maximum likelihood over loadings and uniquenesses at once, from many starts.
mcdonald <- function(rows) {
  k <- ncol(rows); n <- nrow(rows)
  if (k < 3 || n <= k || any(apply(rows, 2, constant))) return(NA)
  s <- cor(rows); sds <- apply(rows, 2, sd)
  profile <- function(log_u) {
    u <- exp(log_u); eig <- eigen(s / sqrt(u %o% u), symmetric = TRUE); theta <- max(1, eig$values[1])
    list(value = sum(log_u) + sum(1 / u) + log(theta) - theta + 1, u = u, l = sqrt(u * (theta - 1)) * eig$vectors[, 1])
  }
  slope <- function(log_u) { at <- profile(log_u); 1 - 1 / at$u + at$l^2 / at$u }
  set.seed(1); best <- list(value = Inf)
  starts <- c(lapply(1:k, function(i) replace(rep(.7, k), i, .005)), replicate(3 * k + 20, runif(k, .005, 1), simplify = FALSE))
  for (start in starts) {
    fit <- optim(log(start), function(p) profile(p)$value, slope, method = 'L-BFGS-B', lower = log(.005), upper = 0, control = list(factr = 1, pgtol = 0, maxit = 2000))
    if (fit$value < best$value - 1e-10) best <- fit
  }
  at <- profile(best$par); common <- sum(at$l * sds)^2
  list(value = common / (common + sum(at$u * sds^2)), heywood = any(at$u <= .005 * (1 + 1e-6)))
}
intraclass <- function(y, group) {
  n <- as.vector(table(group)); j <- length(n)
  if (j < 2 || max(n) < 2 || constant(y)) return(list(icc1 = NA, icc2 = NA))
  fit <- summary(aov(y ~ factor(group)))[[1]][['Mean Sq']]
  msb <- if (constant(tapply(y, group, mean))) 0 else fit[1]; k0 <- (length(y) - sum(n^2) / length(y)) / (j - 1)
  list(icc1 = (msb - fit[2]) / (msb + (k0 - 1) * fit[2]), icc2 = if (msb == 0) NA else (msb - fit[2]) / msb)
}
agreement <- function(rows, options) {
  if (nrow(rows) < 2 || ncol(rows) == 0) return(NA)
  r <- min(1, mean(apply(rows, 2, var) / ((options^2 - 1) / 12))); k <- ncol(rows)
  k * (1 - r) / (k * (1 - r) + r)
}
effect_size <- function(d) {
  n <- length(d)
  if (n < 2 || constant(d)) return(list(dz = NA, g = NA, gCi = NA))
  dz <- mean(d) / sd(d); t <- sqrt(n) * dz
  if (n < 3) return(list(dz = dz, g = NA, gCi = NA))
  limit <- function(p) uniroot(function(ncp) pt(t, n - 1, ncp) - p, t + c(-1, 1) * (6 + abs(t)), tol = 1e-12, extendInt = 'downX')$root / sqrt(n)
  list(dz = dz, g = dz * exp(lgamma((n - 1) / 2) - lgamma((n - 2) / 2)) / sqrt((n - 1) / 2), gCi = suppressWarnings(c(limit(.975), limit(.025))))
}
signed_rank <- function(d) {
  d <- round(d, 9); kept <- d[d != 0]; n <- length(kept)
  if (n == 0) return(list(n = 0, v = 0, p = NA, rankBiserial = NA))
  exact <- n <= 50 && n == length(d) && !any(duplicated(abs(kept)))
  v <- sum(rank(abs(kept))[kept > 0])
  list(n = n, v = v, p = suppressWarnings(wilcox.test(kept, exact = exact)$p.value), rankBiserial = 4 * v / (n * (n + 1)) - 1)
}
# REML with every group's covariance matrix inverted, the profile searched on a fine grid and by golden section; lambda = 0 always competes.
reml <- function(y, x, group) {
  groups <- split(seq_along(y), group)
  at <- function(lambda) {
    a <- 0; b <- 0; logs <- 0
    inverses <- lapply(groups, function(g) { v <- diag(length(g)) + lambda; logs <<- logs + determinant(v)$modulus; solve(v) })
    for (i in seq_along(groups)) { xi <- x[groups[[i]], , drop = FALSE]; a <- a + t(xi) %*% inverses[[i]] %*% xi; b <- b + t(xi) %*% inverses[[i]] %*% y[groups[[i]]] }
    beta <- solve(a, b); r <- y - x %*% beta; free <- length(y) - ncol(x)
    rss <- sum(mapply(function(g, vi) sum(r[g] * (vi %*% r[g])), groups, inverses))
    list(beta = beta, se = sqrt(diag(solve(a)) * rss / free), sigma2 = rss / free, deviance = free * log(rss) + logs + determinant(a)$modulus)
  }
  grid <- seq(-14, 10, by = .5); values <- vapply(grid, function(l) at(exp(l))$deviance, 0)
  i <- which.min(values); best <- 0
  low <- optimize(function(l) at(exp(l))$deviance, grid[c(max(1, i - 1), min(length(grid), i + 1))], tol = 1e-9)
  if (!constant(y) && low$objective < at(0)$deviance - 1e-7) best <- exp(low$minimum)
  c(at(best), list(lambda = best))
}
organisation_level <- function(y, organisation) {
  means <- tapply(y, organisation, mean); g <- length(means)
  mean <- if (g) mean(means) else NA
  se <- if (g < 2) NA else if (constant(means)) 0 else sd(means) / sqrt(g)
  list(means = means, organisationMean = mean, organisationSe = se, organisationCi = interval(mean, se, g - 1))
}

# ---- The panel ---------------------------------------------------------------------------------------------------------------
arguments <- commandArgs(TRUE)
folder <- arguments[1]
whole <- function(file) paste(readLines(file, warn = FALSE, encoding = 'UTF-8'), collapse = '\n')
table_of <- function(name) {
  file <- file.path(folder, paste0(name, '.csv'))
  if (!file.exists(file)) return(data.frame())
  read.csv(file, colClasses = 'character', na.strings = '', encoding = 'UTF-8')
}
network <- parse_json(whole(file.path(folder, 'network.json')))
own <- if (length(arguments) > 1) arguments[2] else file.path(folder, if (grepl('json$', network$instrument)) network$instrument else 'instrument.json')
instrument <- parse_json(whole(own))
instrument_of <- function(wave) if (!is.null(waves$instrument) && !is.na(wave$instrument) && grepl('json$', wave$instrument)) parse_json(whole(file.path(folder, wave$instrument))) else instrument
organisations <- table_of('organisations'); members <- table_of('members'); answers <- table_of('answers')
ties <- table_of('ties'); declarations <- table_of('declarations')
waves <- table_of('waves'); waves <- waves[order(waves$opens), ]
present <- function(rows, opens) rows[rows$joined <= opens & (is.na(rows$left) | rows$left > opens), ]
items_of <- function(used, scale) Filter(function(item) item$scale == scale, used$items)
field <- function(items, name) vapply(items, function(item) item[[name]], 0)
scale_ids <- vapply(instrument$scales, `[[`, '', 'id')
scores_on <- function(values, items) {
  if (length(items) == 0) return(list(score = rep(NA_real_, nrow(values)), used = rep(0L, nrow(values)), cases = matrix(0, 0, 0)))
  low <- field(items, 'min'); high <- field(items, 'max'); reversed <- vapply(items, function(item) isTRUE(item$reversed), NA)
  x <- values[, vapply(items, `[[`, '', 'id'), drop = FALSE]
  x <- sweep(sweep(x, 2, ifelse(reversed, -1, 1), `*`), 2, ifelse(reversed, low + high, 0), `+`)
  share <- 100 * sweep(sweep(x, 2, low), 2, high - low, `/`)
  used <- rowSums(!is.na(x))
  list(score = ifelse(used * 2 >= length(items), rowMeans(share, na.rm = TRUE), NA), used = used, cases = x[used == length(items), , drop = FALSE])
}
read_wave <- function(w) {
  wave <- waves[w, ]; used <- instrument_of(wave)
  there <- present(organisations, wave$opens); people <- present(members, wave$opens)
  people <- people[order(people$member), ]
  given <- answers[answers$wave == wave$wave & answers$member %in% people$member, ]
  values <- matrix(NA_real_, nrow(people), length(used$items), dimnames = list(people$member, vapply(used$items, `[[`, '', 'id')))
  if (nrow(given)) { asked <- given$item %in% colnames(values); values[cbind(given$member, given$item)[asked, , drop = FALSE]] <- as.numeric(given$value[asked]) }
  rated <- ties[ties$wave == wave$wave & ties$member %in% people$member, ]
  heard <- unique(people$organisation[people$member %in% c(given$member, rated$member)])
  rated$from <- people$organisation[match(rated$member, people$member)]
  list(wave = wave$wave, opens = wave$opens, used = used, people = people, there = sort(there$organisation), values = values, rated = rated,
       responded = sum(people$member %in% c(given$member, rated$member)), heard = length(heard),
       years = as.numeric(as.Date(wave$opens) - as.Date(waves$opens[1])) / 365.25)
}
read <- lapply(seq_len(nrow(waves)), read_wave)

# ---- Levels ------------------------------------------------------------------------------------------------------------------
scored <- function(w, scale) {
  items <- items_of(w$used, scale); on <- scores_on(w$values, items); kept <- !is.na(on$score)
  list(items = items, cases = on$cases, prorated = sum(on$used[kept] < length(items)), member = w$people$member[kept],
       organisation = w$people$organisation[kept], score = on$score[kept], years = rep(w$years, sum(kept)))
}
level <- function(w, scale) {
  s <- scored(w, scale); n <- length(s$score); eligible <- nrow(w$people)
  robust <- if (n) cr2(matrix(1, n, 1), s$score, s$organisation, 1) else list(se = NA, df = NA)
  own <- organisation_level(s$score, s$organisation)
  whole_numbers <- !any(vapply(s$items, function(item) isTRUE(item$decimal), NA))
  facets <- unique(unlist(lapply(items_of(instrument, scale), function(item) item$facet)))
  c(list(n = n, organisations = length(own$means), prorated = s$prorated, mean = if (n) mean(s$score) else NA,
         sd = if (n < 2) NA else if (constant(s$score)) 0 else sd(s$score), se = robust$se, df = robust$df,
         ci = if (n) interval(mean(s$score), robust$se, robust$df) else NA,
         organisationMean = own$organisationMean, organisationSe = own$organisationSe, organisationCi = own$organisationCi,
         bounds = if (eligible) (sum(s$score) + c(0, 100) * (eligible - n)) / eligible else NA,
         facets = object(setNames(lapply(facets, function(facet) {
           f <- scores_on(w$values, Filter(function(item) identical(item$facet, facet), s$items)); kept <- !is.na(f$score)
           c(list(n = sum(kept)), organisation_level(f$score[kept], w$people$organisation[kept])[2:3])
         }), facets)),
         alpha = cronbach(s$cases), omega = mcdonald(s$cases)), intraclass(s$score, s$organisation),
    list(rwgj = if (whole_numbers) agreement(s$cases, field(s$items, 'max') - field(s$items, 'min') + 1) else NA))
}

# ---- Ties --------------------------------------------------------------------------------------------------------------------
ratings <- function(w, question) {
  r <- w$rated[w$rated$question == question & w$rated$organisation %in% w$there & w$rated$from %in% w$there & w$rated$from != w$rated$organisation, ]
  m <- matrix(NA_real_, length(w$there), length(w$there), dimnames = list(w$there, w$there))
  upper_median <- function(x) sort(x)[length(x) %/% 2 + 1]
  if (nrow(r)) { med <- aggregate(as.numeric(r$value), list(r$from, r$organisation), upper_median); m[cbind(med[[1]], med[[2]])] <- med[[3]] }
  m
}
largest <- function(adjacent) {
  reach <- adjacent | diag(nrow(adjacent)) > 0
  repeat { wider <- (reach %*% reach) > 0; if (all(wider == reach)) break; reach <- wider }
  size <- max(0, rowSums(reach)); if (size < 2) 0 else size
}
confirmed <- function(m, level) { both <- !is.na(m) & !is.na(t(m)) & m >= level & t(m) >= level; both[is.na(both)] <- FALSE; both }
reach_of <- function(m, level) if (!any(!is.na(m) & !is.na(t(m)))) NA else largest(confirmed(m, level)) / sum(rowSums(!is.na(m)) > 0)
pockets <- function(m, level) {
  a <- confirmed(m, level); n <- nrow(a); cliques <- list()
  for (i in seq_len(n)) for (j in seq_len(n)) for (k in seq_len(n)) if (i < j && j < k && a[i, j] && a[j, k] && a[i, k]) cliques[[length(cliques) + 1]] <- c(i, j, k)
  found <- list()
  while (length(cliques)) {
    community <- cliques[1]; cliques <- cliques[-1]
    repeat {
      joined <- vapply(cliques, function(x) any(vapply(community, function(y) length(intersect(x, y)) == 2, NA)), NA)
      if (!any(joined)) break
      community <- c(community, cliques[joined]); cliques <- cliques[!joined]
    }
    found[[length(found) + 1]] <- sort(rownames(a)[unique(unlist(community))], method = 'radix')
  }
  lapply(found[order(-lengths(found), vapply(found, paste, '', collapse = '\r'), method = 'radix')], function(p) structure(p, class = 'vector'))
}
share <- function(part, whole) if (whole == 0) NA else part / whole
tie_levels <- function(w, before, tie) {
  m <- ratings(w, tie$id); joint <- !is.na(m) & !is.na(t(m)); upper <- upper.tri(m)
  previous <- if (is.null(before)) NULL else { p <- ratings(before, tie$id); common <- intersect(rownames(p), rownames(m)); list(p = p[common, common, drop = FALSE], m = m[common, common, drop = FALSE]) }
  levels <- lapply(seq_len(tie$max), function(l) {
    high <- m >= l; mutual <- sum(high & t(high) & joint & upper); one <- sum((high | t(high)) & joint & upper) - mutual
    since <- if (is.null(previous)) NA else {
      seen <- !is.na(previous$p) & !is.na(previous$m); p <- previous$p >= l; q <- previous$m >= l
      kept <- sum(p & q & seen); lost <- sum(p & !q & seen); formed <- sum(!p & q & seen)
      list(cells = sum(seen), kept = kept, lost = lost, formed = formed, jaccard = share(kept, kept + lost + formed))
    }
    list(level = l, observed = sum(!is.na(m)), ties = sum(high, na.rm = TRUE), density = share(sum(high, na.rm = TRUE), sum(!is.na(m))),
         dyads = sum(joint & upper), mutual = mutual, asymmetric = one, reciprocity = share(mutual, mutual + one),
         reach = reach_of(m, l), reachAll = if (any(joint)) largest(confirmed(m, l)) / nrow(m) else NA, pockets = pockets(m, l), sincePrevious = since)
  })
  list(weightedReciprocity = share(sum(2 * pmin(m, t(m))[joint & upper]), sum((m + t(m))[joint & upper])), levels = levels)
}

# ---- Readiness ---------------------------------------------------------------------------------------------------------------
modes <- instrument$readiness$modes
mode_ids <- vapply(modes, `[[`, '', 'id')
near <- function(x, cut) !is.na(x) && x >= cut - 1e-9
least <- function(x) if (anyNA(x)) NA else min(x)
evidence <- function(w) {
  m <- ratings(w, instrument$readiness$tie)
  list(w = w, m = m, levels = sapply(scale_ids, function(id) { s <- scored(w, id); organisation_level(s$score, s$organisation) }, simplify = FALSE))
}
standing <- function(ev, shift = 0) {
  met <- NA_character_
  for (mode in modes) {
    short <- Filter(function(id) !is.null(mode$scales[[id]]) && !near(ev$levels[[id]]$organisationMean, mode$scales[[id]] + shift), scale_ids)
    if (!near(reach_of(ev$m, mode$level), mode$reach)) short <- c(short, 'reach')
    if (length(short)) return(list(mode = met, limitedBy = structure(short, class = 'vector')))
    met <- mode$id
  }
  list(mode = met, limitedBy = structure(character(), class = 'vector'))
}
confidence <- function(ev) {
  below <- 1; out <- c()
  for (mode in modes) {
    parts <- vapply(names(mode$scales), function(id) {
      s <- ev$levels[[id]]; cut <- mode$scales[[id]]
      if (is.na(s$organisationSe)) NA_real_ else if (s$organisationSe == 0) near(s$organisationMean, cut) * 1 else {
        margin <- s$organisationMean - cut; pt(if (abs(margin) <= 1e-9) 0 else margin / s$organisationSe, length(s$means) - 1) }
    }, 0)
    who <- which(rowSums(!is.na(ev$m)) > 0)
    held <- if (is.na(reach_of(ev$m, mode$level))) NA else mean(vapply(who, function(i) near(reach_of(ev$m[-i, -i, drop = FALSE], mode$level), mode$reach), NA))
    out[mode$id] <- below <- least(c(below, parts, held))
  }
  out
}
stage_of <- function(all) {
  conf <- lapply(all, confidence)
  assessable <- mapply(function(ev, p) ev$w$heard >= 5 && 2 * ev$w$heard >= length(ev$w$there) && !is.na(p[1]), all, conf)
  granted <- rep(FALSE, length(modes)); last <- NA; out <- list()
  for (i in seq_along(all)) {
    p <- conf[[i]]; held <- function() if (all(granted)) length(granted) else match(FALSE, granted) - 1
    if (assessable[i]) {
      before <- if (!is.na(last) && i - last <= 2) conf[[last]] else rep(NA, length(p))
      for (k in seq_along(p)) if (!is.na(p[k]))
        granted[k] <- if (granted[k]) !(p[k] <= .2 || (p[k] < .5 && isTRUE(before[k] < .5))) else p[k] >= .8 && isTRUE(before[k] >= .8)
      last <- i
    }
    h <- held()
    status <- if (!assessable[i]) 'not-enough-evidence' else if (h > 0 && isTRUE(p[h] < .5)) 'weakening' else if (h < length(p) && isTRUE(p[h + 1] >= .8)) 'approaching' else if (h > 0) 'granted' else 'none'
    ev <- all[[i]]; now <- standing(ev); place <- function(id) if (is.na(id)) 0 else match(id, mode_ids)
    declared <- sapply(c('funder', 'network'), function(by) {
      d <- if (nrow(declarations)) declarations[declarations$by == by & declarations$from <= ev$w$opens, ] else data.frame()
      if (nrow(d)) d$mode[order(d$from)][nrow(d)] else NA_character_ }, simplify = FALSE)
    out[[i]] <- c(now, list(confidence = as.list(p), verdict = list(mode = if (h) mode_ids[h] else NA_character_, status = status), declared = declared,
      gap = lapply(declared, function(d) if (is.na(d) || !assessable[i]) NA else place(d) - place(now$mode)),
      shares = setNames(lapply(modes, function(mode) {
        who <- Reduce(intersect, lapply(names(mode$scales), function(id) names(ev$levels[[id]]$means)))
        if (length(who) == 0) NA else mean(vapply(who, function(o) all(vapply(names(mode$scales), function(id) near(ev$levels[[id]]$means[[o]], mode$scales[[id]]), NA)), NA))
      }), mode_ids), modeAt = list(minus5 = standing(ev, -5)$mode, plus5 = standing(ev, 5)$mode)))
  }
  out
}

# ---- Changes and trends ------------------------------------------------------------------------------------------------------
change <- function(one, two, scale) {
  a <- scored(one, scale); b <- scored(two, scale); both <- intersect(a$member, b$member); n <- length(both)
  d <- b$score[match(both, b$member)] - a$score[match(both, a$member)]
  robust <- if (n) cr2(matrix(1, n, 1), d, a$organisation[match(both, a$member)], 1) else list(se = NA, df = NA)
  mean_or <- function(x) if (length(x)) mean(x) else NA
  stay1 <- mean_or(a$score[a$member %in% both]); stay2 <- mean_or(b$score[b$member %in% both])
  gone <- a$score[!(a$member %in% both)]; came <- b$score[!(b$member %in% both)]
  c(list(n = n, mean = mean_or(d), se = robust$se, df = robust$df, ci = if (n) interval(mean(d), robust$se, robust$df) else NA), effect_size(d),
    list(wilcoxon = signed_rank(d), total = mean_or(b$score) - mean_or(a$score), within = mean_or(d),
         entry = if (n == 0) NA else if (length(came)) length(came) / length(b$score) * (mean(came) - stay2) else 0,
         exit = if (n == 0) NA else if (length(gone)) length(gone) / length(a$score) * (stay1 - mean(gone)) else 0))
}
p_value <- function(estimate, se, df) if (is.na(se) || se <= 1e-9) NA else 2 * pt(-abs(estimate / se), df)
trend <- function(scale) {
  all <- lapply(read, scored, scale); pick <- function(name) unlist(lapply(all, `[[`, name))
  y <- pick('score'); t <- pick('years'); member <- pick('member'); organisation <- pick('organisation')
  if (sum(vapply(all, function(s) length(s$score) > 0, NA)) < 2 || !any(duplicated(member)) || length(unique(organisation)) < 2) return(NA)
  df <- length(unique(organisation)) - 1
  x <- cbind(1, t); ols <- cr2(x, y, organisation, 2); fit <- reml(y, x, member)
  twice <- member %in% member[duplicated(member)]; g <- factor(member[twice])
  w <- cr2(cbind(if (nlevels(g) > 1) model.matrix(~ 0 + g) else 1, t[twice]), y[twice], organisation[twice], nlevels(g) + 1)
  list(model = 'random-intercept', n = length(y), members = length(unique(member)), intercept = fit$beta[1], perYear = fit$beta[2], se = fit$se[2], df = df,
       ci = interval(fit$beta[2], fit$se[2], df), p = p_value(fit$beta[2], fit$se[2], df), varianceBetween = fit$lambda * fit$sigma2, varianceWithin = fit$sigma2,
       singular = fit$lambda == 0, ols = list(perYear = ols$estimate, se = ols$se, df = ols$df),
       within = list(n = sum(twice), members = nlevels(g), organisations = length(unique(organisation[twice])), perYear = w$estimate, se = w$se, df = w$df,
                     ci = interval(w$estimate, w$se, w$df), p = p_value(w$estimate, w$se, w$df)))
}

# ---- Together ----------------------------------------------------------------------------------------------------------------
stages <- if (is.null(modes)) NULL else stage_of(lapply(read, evidence))
pairs <- if (length(read) < 2) list() else c(lapply(seq_len(length(read) - 1), function(i) c(i, i + 1)), if (length(read) > 2) list(c(1, length(read))))
cat(as_json(list(
  format = 'rapport-analysis/1', network = network$slug, instrument = paste0(instrument$id, '@', instrument$version),
  waves = lapply(seq_along(read), function(i) {
    w <- read[[i]]
    list(wave = w$wave, eligible = nrow(w$people), responded = w$responded, responseRate = share(w$responded, nrow(w$people)),
         organisations = length(w$there), organisationsHeard = w$heard,
         scales = object(setNames(lapply(scale_ids, function(id) level(w, id)), scale_ids)),
         network = if (length(instrument$ties) == 0) NULL else
           setNames(lapply(instrument$ties, function(tie) tie_levels(w, if (i > 1) read[[i - 1]], tie)), vapply(instrument$ties, `[[`, '', 'id')),
         stage = if (is.null(stages)) NULL else stages[[i]])
  }),
  changes = lapply(pairs, function(p) list(from = read[[p[1]]]$wave, to = read[[p[2]]]$wave,
    scales = object(setNames(lapply(scale_ids, function(id) change(read[[p[1]]], read[[p[2]]], id)), scale_ids)))),
  trends = object(setNames(lapply(scale_ids, trend), scale_ids)))), '\n', sep = '')
