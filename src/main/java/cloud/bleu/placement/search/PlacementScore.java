package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.constraint.RelationPreferences;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.SpreadLimit;

/**
 * How good counts are, in the order in which it matters: survival, spread, preferred relations, the
 * workload's objective, evenness. Less is better; equal ones are told apart by zone name.
 */
public final class PlacementScore {
  private static final long WEIGHT_UNIT = 720_720;

  /** What is left unmet of survival that is not asked. */
  private long unmet;

  /** Moves from where replicas are now. */
  private long distance;

  private long spread;
  private long preferences;
  private long price;
  private long unevenness;

  /** Whether this is strictly better. */
  public boolean before(PlacementScore other) {
    if (unmet != other.unmet) {
      return unmet < other.unmet;
    }
    if (distance != other.distance) {
      return distance < other.distance;
    }
    if (spread != other.spread) {
      return spread < other.spread;
    }
    if (preferences != other.preferences) {
      return preferences < other.preferences;
    }
    return price != other.price ? price < other.price : unevenness < other.unevenness;
  }

  /** Takes the values of another score. */
  public void copy(PlacementScore other) {
    unmet = other.unmet;
    distance = other.distance;
    spread = other.spread;
    preferences = other.preferences;
    price = other.price;
    unevenness = other.unevenness;
  }

  /** What is left unmet of survival is known now that the moves are. */
  void leaveUnmet(long left) {
    unmet = left;
  }

  /** Counts another workload's spread, preferences and evenness to those of this one. */
  public void add(PlacementScore other) {
    spread += other.spread;
    preferences += other.preferences;
    unevenness += other.unevenness;
  }

  /** Of a price that no number here holds only how it compares with the best is known. */
  public void price(int comparedToBest) {
    price = comparedToBest;
  }

  /**
   * Measures the counts that are tried.
   *
   * @param left what they leave unmet of survival, 0 as long as the moves are not known
   */
  public void measure(PlacementTrial trial, long left) {
    CompiledWorkload compiled = trial.compiled();
    unmet = left;
    distance = 0;
    int[] now = trial.origin();
    for (int z = 0; now != null && z < now.length; z++) {
      distance += Math.max(0, trial.x[z] - now[z]);
    }
    spread = 0;
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      int[] byDomain = trial.byDomain(i);
      spread += limit.breach(byDomain, null, trial.total(), 0, trial.basis(i));
      if (compiled.graph != null) {
        // Of cliques with fewer domains than are asked for, the one with most.
        int used = SpreadLimit.used(byDomain, limit.domains.count());
        spread += Math.max(0, limit.required(trial.total(), limit.basis(null, null)) - used);
      }
    }
    preferences =
        compiled.relations().length == 0
            ? 0
            : RelationPreferences.unmetPreferences(trial.planState, compiled, trial.x);
    price = 0;
    unevenness = 0;
    int[] weights = compiled.weights;
    for (int z = 0; z < trial.x.length; z++) {
      long count = trial.x[z];
      if (weights == null) {
        price += count * compiled.price[z];
      } else {
        unevenness += weights[z] == 0 ? 0 : count * count * WEIGHT_UNIT / weights[z];
      }
    }
    if (weights == null) {
      unevenness = unevenness(trial);
    }
  }

  private static long unevenness(PlacementTrial trial) {
    long zones = 0;
    long domains = 0;
    for (int count : trial.x) {
      zones += (long) count * count;
    }
    SpreadLimit[] limits = trial.compiled().spreads;
    for (int i = 0; i < limits.length; i++) {
      for (int d = 0; d < limits[i].domains.count(); d++) {
        domains += (long) trial.byDomain(i)[d] * trial.byDomain(i)[d];
      }
    }
    for (int count : trial.domainCounts().bySite()) {
      domains += (long) count * count;
    }
    domains += (long) trial.domainCounts().offSite() * trial.domainCounts().offSite();
    return domains * 1024 + zones;
  }
}
