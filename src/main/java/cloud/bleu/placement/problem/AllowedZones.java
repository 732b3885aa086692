package cloud.bleu.placement.problem;

import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.catalogue.RuleAnswers;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one workload, zone by zone. A zone is allowed if no enforced rule answers
 * Reject or Unknown; every failing verdict and every warning is kept, not only the first.
 */
public final class AllowedZones {

  private final Workload workload;

  private final List<Zone> zones;
  private final String[] names;
  private final Instant now;
  private final List<List<Verdict>> verdicts;

  /** By zone: it could host one replica when empty. */
  final boolean[] fits;

  private Window window;
  private @Nullable SortedMap<String, List<Verdict>> rejected;

  /** By zone: a new replica may come. */
  public final boolean[] open;

  /**
   * By zone: allowed when the zone's state and its silence are left out of account, and a replica
   * fits when empty.
   */
  public final boolean[] eligible;

  /** By zone: allowed when the zone's state and its silence are left out of account. */
  public final boolean[] mayUse;

  /** By zone: somebody reported it Lost, or it is silent for as long as the workload waits. */
  public final boolean[] lost;

  /**
   * By zone: nobody knows that what is there runs. Its object is gone, or it is reported Lost, or
   * it is silent for so long that the workload says so, whether it moves or waits for a report.
   */
  public final boolean[] unheard;

  /**
   * By zone: it has taken new replicas for as long as the workload waits, or all along. Before that
   * an evacuation plan of what runs leads there only where the other zones do not take all, and
   * after those that are as good for the spread; and spread does not count on it.
   */
  public final boolean[] back;

  /**
   * By zone: back, and every node that is ready has been for as long as the workload waits. Before
   * that nothing that runs is moved there for a better state.
   */
  public final boolean[] calm;

  /**
   * By zone: a replica that is on its way by a plan in force may still come. A silence that may
   * pass ends no plan; nothing new rests on it.
   */
  public final boolean[] counted;

  /** By zone: some enforced rule fails. */
  public final boolean[] breached;

  /** By zone: an enforced rule that moves at once answers Reject. */
  public final boolean[] moveNow;

  /**
   * By zone: an enforced rule that moves within the budget answers Reject, or one that moves at all
   * will within the time that moving away takes.
   */
  public final boolean[] moveWithinBudget;

  /** What the rules say of a workload, with all that they find. */
  public AllowedZones(Topology topology, Workload workload) {
    this(topology, workload, workload);
  }

  /** Among how many zones the workload may choose, whatever their states are now. */
  public int choices() {
    int zones = 0;
    for (boolean one : eligible) {
      zones += one ? 1 : 0;
    }
    return zones;
  }

  /**
   * What the rules say of a workload that another one was changed to. A statement that the change
   * made is hardly asked twice: its answers are not kept for others, and what it finds is not told.
   *
   * @param stated the workload before the change, with as many statements
   */
  public AllowedZones(Topology topology, Workload workload, Workload stated) {
    this.workload = workload;
    this.zones = topology.estate.zones();
    this.names = topology.names;
    this.now = topology.estate.now();
    this.window = topology.day;
    this.verdicts = new ArrayList<>(Collections.nCopies(topology.known, List.of()));
    this.fits = new boolean[topology.known];
    this.open = new boolean[topology.size];
    this.eligible = new boolean[topology.size];
    this.mayUse = new boolean[topology.size];
    this.lost = new boolean[topology.size];
    this.unheard = new boolean[topology.size];
    this.back = new boolean[topology.size];
    this.calm = new boolean[topology.size];
    this.counted = new boolean[topology.size];
    this.breached = new boolean[topology.size];
    this.moveNow = new boolean[topology.size];
    this.moveWithinBudget = new boolean[topology.size];
    for (int i = 0; i < workload.rules().size(); i++) {
      ask(topology, workload.rules().get(i), workload.rules().get(i) != stated.rules().get(i));
    }
    for (int z = 0; z < topology.known; z++) {
      judge(topology, z);
    }
    Arrays.fill(unheard, topology.known, topology.size, true);
  }

  /** The time in which this is true if the zones, and all that is known of them, do not change. */
  Window window() {
    return window;
  }

  /**
   * What one rule says of all zones.
   *
   * @param made whether a change made the statement
   */
  private void ask(Topology topology, BoundRule rule, boolean made) {
    RuleAnswers.Row answers =
        made ? topology.rules.now().apart(rule, workload) : topology.rules.now().of(rule, workload);
    window = window.with(answers.window());
    boolean moving =
        rule.action() == BoundRule.Action.Enforce
            && rule.onViolation() != BoundRule.OnViolation.Report;
    int[] told = answers.told();
    int next = 0;
    for (int z = 0; z < topology.known && (moving || next < told.length); z++) {
      Verdict verdict = next < told.length && told[next] == z ? answers.of(told[next++]) : null;
      if (verdict != null && !made && (verdict.failing() || verdict.warns())) {
        tell(z, verdict);
      }
      if (verdict != null && verdict.failing()) {
        breached[z] |= verdict.excludes();
        moveNow[z] |= moves(rule, BoundRule.OnViolation.MoveNow, verdict);
        moveWithinBudget[z] |= moves(rule, BoundRule.OnViolation.Rebalance, verdict);
      } else if (moving) {
        moveWithinBudget[z] |= lapses(topology, rule, z);
      }
    }
  }

  private void tell(int z, Verdict verdict) {
    if (verdicts.get(z).isEmpty()) {
      verdicts.set(z, new ArrayList<>());
    }
    verdicts.get(z).add(verdict);
  }

  private void judge(Topology topology, int z) {
    Zone zone = zones.get(z);
    boolean allowed = !breached[z];
    lost[z] = zone.state() == ZoneState.Lost || workload.countsAsLost(zone, now);
    fits[z] = topology.fitsEmpty(z, workload.requests());
    boolean active = allowed && fits[z] && zone.state() == ZoneState.Active;
    counted[z] = active && !lost[z] && !zone.isClosed();
    open[z] = counted[z] && topology.inService(z);
    back[z] = topology.inService(z) && waited(zone.stateSince());
    calm[z] = back[z] && waited(zone.health().since());
    mayUse[z] = allowed || allowedWhenActive(topology, z);
    eligible[z] = fits[z] && mayUse[z];
    Instant since = zone.unhealthySince();
    Duration after = workload.silenceAfter();
    unheard[z] = lost[z];
    if (since != null && after != null) {
      Instant said = since.plus(zone.health().patience(after));
      unheard[z] |= !said.isAfter(now);
      window = window.cut(said, now);
    }
  }

  /** Whether some zone may take a new replica, and has not been back for long enough. */
  public boolean openLately() {
    for (int z = 0; z < zones.size(); z++) {
      if (open[z] && !back[z]) {
        return true;
      }
    }
    return false;
  }

  private boolean waited(@Nullable Instant since) {
    if (since == null) {
      return true;
    }
    Instant enough = since.plus(workload.returnAfter());
    window = window.cut(enough, now);
    return !enough.isAfter(now);
  }

  /** Every zone that may not take a new replica, with all of its failing verdicts. */
  public SortedMap<String, List<Verdict>> rejected() {
    SortedMap<String, List<Verdict>> known = rejected;
    if (known == null) {
      known = Collections.unmodifiableSortedMap(findRejected());
      rejected = known;
    }
    return known;
  }

  private TreeMap<String, List<Verdict>> findRejected() {
    TreeMap<String, List<Verdict>> all = new TreeMap<>();
    for (int z = 0; z < zones.size(); z++) {
      if (open[z]) {
        continue;
      }
      List<Verdict> own = new ArrayList<>();
      for (Verdict verdict : verdicts.get(z)) {
        if (verdict.excludes()) {
          own.add(verdict);
        }
      }
      ServiceVerdicts.add(own, zones.get(z), fits[z]);
      all.put(zones.get(z).name(), own);
    }
    return all;
  }

  /** Failing verdicts of enforced rules for a zone in use. */
  public List<Verdict> violations(int z) {
    return told(z).filter(Verdict::excludes).toList();
  }

  /** What rules that only warn or audit find in a zone in use, and what holds with a warning. */
  public List<Verdict> warnings(int z) {
    return told(z).filter(v -> !v.excludes()).toList();
  }

  /** Of a zone without an object every rule answers that nothing is known. */
  private Stream<Verdict> told(int z) {
    return z < zones.size()
        ? verdicts.get(z).stream()
        : workload.rules().stream()
            .map(rule -> rule.withoutObject(names[z], now))
            .filter(Verdict::failing);
  }

  /**
   * Whether the rules would allow a zone that they do not allow now, if it was Active and heard of.
   * A zone that is both gets the same answer again and is not asked.
   */
  private boolean allowedWhenActive(Topology topology, int z) {
    Zone zone = zones.get(z);
    if (zone.state() == ZoneState.Active && zone.unhealthySince() == null) {
      return false;
    }
    for (BoundRule rule : workload.rules()) {
      RuleAnswers.Row answers = topology.rules.whenActive().of(rule, workload);
      window = window.with(answers.window());
      if (answers.of(z).excludes()) {
        return false;
      }
    }
    return true;
  }

  /** Whether what holds now makes replicas leave soon. */
  private boolean lapses(Topology topology, BoundRule rule, int z) {
    int days = Lapse.lead(workload);
    RuleAnswers.Row then = topology.rules.later(days).of(rule, workload);
    window = window.with(then.window().earlier(days));
    return Lapse.leavesBefore(rule, then.of(z));
  }

  private static boolean moves(BoundRule rule, BoundRule.OnViolation how, Verdict verdict) {
    return rule.onViolation() == how && rule.moves(verdict);
  }
}
