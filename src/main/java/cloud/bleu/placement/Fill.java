package cloud.bleu.placement;

/**
 * Places replicas one after another, each in the best zone that takes it: within spread and bounds,
 * then by preferred relations, then by the workload's own objective, then by name.
 */
final class Fill {
  private final Trial trial;

  /** Whether zones with more room come first, whatever the objective. */
  boolean byRoom;

  private Subject subject;

  Fill(Trial trial) {
    this.trial = trial;
    this.subject = trial.subject;
  }

  /** Adds so many replicas; returns how many found no zone. */
  int fill(int replicas) {
    subject = trial.subject;
    int left = replicas;
    while (left > 0) {
      int best = -1;
      int bestBlock = 0;
      for (int z = 0; z < trial.world.topology.known; z++) {
        if (!trial.may[z]) {
          continue;
        }
        int block = block(z);
        if (block <= left
            && trial.x[z] + block <= trial.most(z)
            && takes(z, block, left)
            && (best < 0 || better(z, best))) {
          best = z;
          bestBlock = block;
        }
      }
      if (best < 0) {
        return left;
      }
      trial.add(best, bestBlock);
      left -= bestBlock;
    }
    return 0;
  }

  /** A zone that is opened gets at least {@code perZone.min} at once. */
  private int block(int zone) {
    return Math.max(1, trial.perZoneMin() - trial.x[zone]);
  }

  private boolean takes(int zone, int block, int left) {
    for (int i = 0; i < subject.spreads.length; i++) {
      if (trial.asks(subject.spreads[i]) && !spreads(i, zone, block, left)) {
        return false;
      }
    }
    int finalTotal = trial.total + left;
    for (Guard guard : subject.guards.list) {
      if (guard.holds(zone) && !keeps(guard, block, finalTotal)) {
        return false;
      }
    }
    if (trial.asksQuorum() && trial.x[zone] + block > Quorum.mayLose(subject.replicas())) {
      return false;
    }
    if (subject.maxRoundTrip >= 0) {
      for (int z = 0; z < trial.x.length; z++) {
        if (trial.x[z] > 0 && !subject.withinRoundTrip(zone, z)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean keeps(Guard guard, int block, int finalTotal) {
    int inside = guard.count(trial.x) + block;
    if (finalTotal - inside < trial.keep(guard)) {
      return false;
    }
    return !trial.asksQuorum()
        || guard.copy == Workload.DataCopy.Asynchronous
        || inside <= Quorum.mayLose(subject.replicas());
  }

  private boolean spreads(int number, int zone, int block, int left) {
    SpreadLimit limit = subject.spreads[number];
    int[] counts = trial.byDomain(number);
    int domain = limit.domains.of(zone);
    if (domain < 0) {
      return true;
    }
    int used = SpreadLimit.used(counts, limit.domains.count());
    if (counts[domain] > 0) {
      int required = limit.required(trial.total + left, null, trial.x.length);
      if (required - used > left - block && left > block - 1 && required > used) {
        return false;
      }
    } else if (limit.max != null && used >= limit.max) {
      return false;
    }
    int floor = limit.floor(counts, null, trial.x.length);
    return counts[domain] + block - floor <= limit.maxSkew
        || counts[domain] == 0 && block > limit.maxSkew;
  }

  private boolean better(int a, int b) {
    if (!trial.cover.isEmpty() && trial.uncovered(a) != trial.uncovered(b)) {
      return trial.uncovered(a);
    }
    if (subject.ties.length > 0) {
      int unmet =
          Relations.unmetPreferences(trial.world, subject, a)
              - Relations.unmetPreferences(trial.world, subject, b);
      if (unmet != 0) {
        return unmet < 0;
      }
    }
    if (byRoom) {
      int room = trial.most(a) - trial.x[a] - trial.most(b) + trial.x[b];
      if (room != 0) {
        return room > 0;
      }
    }
    int[] weights = subject.weights;
    if (weights != null) {
      return Webster.before(weights[a], trial.x[a], weights[b], trial.x[b]);
    }
    if (subject.price[a] != subject.price[b]) {
      return subject.price[a] < subject.price[b];
    }
    for (int i = 0; i < subject.spreads.length; i++) {
      Domains domains = subject.spreads[i].domains;
      int difference =
          count(trial.byDomain(i), domains.of(a)) - count(trial.byDomain(i), domains.of(b));
      if (difference != 0) {
        return difference < 0;
      }
    }
    int difference = onSite(a) - onSite(b);
    return difference != 0 ? difference < 0 : trial.x[a] < trial.x[b];
  }

  private static int count(int[] counts, int domain) {
    return domain < 0 ? 0 : counts[domain];
  }

  private int onSite(int zone) {
    Domains sites = trial.sites;
    int sum = 0;
    for (int z = 0; z < trial.x.length; z++) {
      sum += sites.of(z) == sites.of(zone) ? trial.x[z] : 0;
    }
    return sum;
  }
}
