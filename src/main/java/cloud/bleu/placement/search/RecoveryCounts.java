package cloud.bleu.placement.search;

import cloud.bleu.placement.constraint.PlacementTrial;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import cloud.bleu.placement.problem.RoundTripGraph;
import cloud.bleu.placement.problem.SpreadLimit;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands after a loss: the survivors, and the replicas that moves bring; by zone and, for each
 * spread entry, by domain. Says whether one more replica keeps within round trip and spread. Used
 * again for one loss after another, without new memory.
 */
final class RecoveryCounts {
  private final PlacementTrial trial;
  private final int[] after;
  private CompiledWorkload compiled;
  private @Nullable RoundTripGraph graph;
  private ProtectedEvent lost = ProtectedEvent.NONE;
  private int[][] byDomain = {};
  private int[][] survivors = {};

  /** By domain, the most that may stand there. */
  private int[] full = {};

  private int[] floors = {};

  /** By spread entry: domains with replicas. */
  private int[] usedDomains = {};

  private SpreadLimit.Basis[] bases = {};
  private BitSet used = new BitSet();
  private BitSet usedAfter = new BitSet();
  private int survivorTotal;
  private int afterTotal;

  /** Whether the floors are those of the counts: an exact search never asks for them. */
  private boolean measured;

  RecoveryCounts(PlacementTrial trial) {
    this.trial = trial;
    this.after = new int[trial.x.length];
    this.compiled = trial.compiled();
  }

  /** Starts with the survivors of a protected event's loss, given the trial's counts. */
  void start(ProtectedEvent protectedEvent) {
    compiled = trial.compiled();
    graph = trial.request().graph(compiled);
    lost = protectedEvent;
    startZones();
    sizeDomains();
    startDomains();
    measured = false;
  }

  private void startZones() {
    survivorTotal = 0;
    Arrays.fill(after, 0);
    for (int z : trial.area()) {
      after[z] = survivors(z);
      survivorTotal += after[z];
    }
    afterTotal = survivorTotal;
    if (graph != null) {
      used = trial.used();
      usedAfter = new BitSet(after.length);
      for (int z = 0; z < after.length; z++) {
        usedAfter.set(z, after[z] > 0);
      }
    }
  }

  private void sizeDomains() {
    int count = compiled.spreads.length;
    if (byDomain.length < count) {
      byDomain = new int[count][];
      survivors = new int[count][];
      Arrays.setAll(byDomain, i -> new int[0]);
      Arrays.setAll(survivors, i -> new int[0]);
      floors = new int[count];
      usedDomains = new int[count];
      bases = new SpreadLimit.Basis[count];
    }
    for (int i = 0; i < count; i++) {
      int size = compiled.spreads[i].domains.count();
      if (byDomain[i].length < size) {
        byDomain[i] = new int[size];
        survivors[i] = new int[size];
      }
      full = full.length < size ? new int[size] : full;
    }
  }

  private void startDomains() {
    int count = compiled.spreads.length;
    for (int i = 0; i < count; i++) {
      compiled.spreads[i].count(after, trial.area(), byDomain[i]);
      int domains = compiled.spreads[i].domains.count();
      System.arraycopy(byDomain[i], 0, survivors[i], 0, domains);
      usedDomains[i] = SpreadLimit.used(byDomain[i], domains);
    }
    for (int i = 0; i < count; i++) {
      bases[i] = compiled.basis(i, after, byDomain, lost);
    }
  }

  /** The floors that the next replica is measured against. */
  private void measure() {
    if (measured) {
      return;
    }
    measured = true;
    for (int i = 0; i < compiled.spreads.length; i++) {
      if (trial.asks(compiled.spreads[i])) {
        SpreadLimit limit = compiled.spreads[i];
        floors[i] = limit.floor(byDomain[i], bases[i]);
      }
    }
  }

  /** Brings replicas to a zone; takes them back when negative. */
  void add(int zone, int replicas) {
    boolean usedBefore = after[zone] > 0;
    after[zone] += replicas;
    afterTotal += replicas;
    boolean opened = usedBefore != after[zone] > 0;
    if (opened && graph != null) {
      usedAfter.set(zone, after[zone] > 0);
    }
    for (int i = 0; i < compiled.spreads.length; i++) {
      int domain = compiled.spreads[i].domains.of(zone);
      if (domain >= 0) {
        usedDomains[i] -= byDomain[i][domain] > 0 ? 1 : 0;
        byDomain[i][domain] += replicas;
        usedDomains[i] += byDomain[i][domain] > 0 ? 1 : 0;
      }
    }
    for (int i = 0; opened && i < compiled.spreads.length; i++) {
      bases[i] = compiled.basisMoves(i) ? compiled.basis(i, after, byDomain, lost) : bases[i];
    }
    measured = false;
  }

  /** Replicas in a zone after the loss. */
  int in(int zone) {
    return after[zone];
  }

  /** Replicas in a zone that outlive the loss. */
  int survivors(int zone) {
    return lost.holds(zone) ? 0 : trial.x[zone];
  }

  /** Replicas that moves bring to a zone. */
  int arrived(int zone) {
    return after[zone] - survivors(zone);
  }

  /** Whether a zone is within the round trip of what runs, where data are copied without delay. */
  boolean reachable(int zone) {
    return graph == null || lost.copy == Workload.DataCopy.Asynchronous || graph.within(zone, used);
  }

  /** Whether a zone is within the round trip of all that stands after the loss. */
  boolean withinRoundTrip(int zone) {
    return graph == null || graph.within(zone, usedAfter);
  }

  /** Whether one more replica in a zone keeps to the skew and the number of domains. */
  boolean spreads(int zone) {
    measure();
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      int domain = limit.domains.of(zone);
      if (domain < 0 || !trial.asks(limit)) {
        continue;
      }
      if (byDomain[i][domain] + 1 - floors[i] > limit.maxSkew) {
        return false;
      }
      if (limit.max != null && byDomain[i][domain] == 0 && usedDomains[i] >= limit.max) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares the domains of two zones by their replicas, entry by entry.
   *
   * @return negative when those of the first zone hold fewer, 0 when both hold as many
   */
  int compareDomains(int a, int b) {
    for (int i = 0; i < compiled.spreads.length; i++) {
      int difference = inDomain(i, a) - inDomain(i, b);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private int inDomain(int spread, int zone) {
    int domain = compiled.spreads[spread].domains.of(zone);
    return domain < 0 ? 0 : byDomain[spread][domain];
  }

  /**
   * At most so many replicas can come to targets, from the survivors on, and leave a spread entry
   * as asked: the floor is no higher than with every target full, and what gains lies within the
   * skew above it. {@code Long.MAX_VALUE} where the entry is no such bound.
   *
   * @param limit by target, the most that may stand there
   */
  long spreadable(int spread, int[] limit, int[] targets, int targetCount) {
    SpreadLimit asked = compiled.spreads[spread];
    if (!trial.asks(asked) || asked.max != null || compiled.basisMoves(spread)) {
      return Long.MAX_VALUE;
    }
    int domains = asked.domains.count();
    System.arraycopy(survivors[spread], 0, full, 0, domains);
    long most = 0;
    for (int t = 0; t < targetCount; t++) {
      int gain = limit[targets[t]] - survivors(targets[t]);
      int domain = asked.domains.of(targets[t]);
      if (domain < 0) {
        most += gain;
      } else {
        full[domain] = (int) Math.min(Integer.MAX_VALUE, (long) full[domain] + gain);
      }
    }
    long top = (long) asked.floor(full, bases[spread]) + asked.maxSkew;
    for (int d = 0; d < domains; d++) {
      most += Math.max(0, Math.min(full[d], top) - survivors[spread][d]);
    }
    return most;
  }

  /** Whether all that stands after the loss is spread as asked. */
  boolean settled() {
    for (int i = 0; i < compiled.spreads.length; i++) {
      SpreadLimit limit = compiled.spreads[i];
      if (trial.asks(limit)
          && limit.breach(byDomain[i], survivors[i], afterTotal, survivorTotal, bases[i]) > 0) {
        return false;
      }
    }
    return true;
  }
}
