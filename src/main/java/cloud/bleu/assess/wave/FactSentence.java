package cloud.bleu.assess.wave;

import cloud.bleu.credential.Credentials;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What lies between two plans of the same workloads, as sentences: which facts of the target begin
 * or end, who says so, and what stands against a workload.
 */
final class FactSentence {

  /** Zones, sources and facts that one sentence names. */
  private static final int NAMES = 3;

  private final Predicate<String> ofTarget;

  /**
   * @param ofTarget which zones are looked at
   */
  FactSentence(Predicate<String> ofTarget) {
    this.ofTarget = ofTarget;
  }

  /** What opens a zone of the target to some of these workloads; one sentence for each fact. */
  Set<String> begins(Trial before, Trial after, Collection<WorkloadId> ids) {
    Set<String> all = new LinkedHashSet<>();
    for (WorkloadId id : ids) {
      turns(id, before.estate(), after.estate(), true, all);
    }
    return all.isEmpty() ? reasons(before, ids, " until then") : all;
  }

  /** What closes one. */
  Set<String> ends(Trial before, Trial after, Collection<WorkloadId> ids) {
    Set<String> all = new LinkedHashSet<>();
    for (WorkloadId id : ids) {
      turns(id, before.estate(), after.estate(), false, all);
    }
    return all.isEmpty() ? reasons(after, ids, " from then on") : all;
  }

  private static Set<String> reasons(Trial trial, Collection<WorkloadId> ids, String when) {
    Set<String> all = new LinkedHashSet<>();
    for (WorkloadId id : ids) {
      Decision decision = trial.decisions().get(id);
      Decision.Reason reason = decision == null ? null : decision.reason();
      if (reason != null) {
        all.add(reason.code() + when + ": " + reason.message());
      }
    }
    return all;
  }

  private void turns(WorkloadId id, Estate before, Estate after, boolean opening, Set<String> to) {
    Workload old = before.workload(id);
    Workload now = after.workload(id);
    if (old == null || now == null || old.rules().size() != now.rules().size()) {
      return;
    }
    for (Zone zone : after.zones()) {
      Zone then = before.zone(zone.name());
      for (int r = 0; then != null && ofTarget.test(zone.name()) && r < now.rules().size(); r++) {
        BoundRule rule = now.rules().get(r);
        Verdict closed = old.rules().get(r).evaluate(old, then, before);
        Verdict open = rule.evaluate(now, zone, after);
        if (closed.excludes() == opening && open.excludes() != opening) {
          to.addAll(turn(rule, closed, open, new Turn(now, zone, before, after)));
        }
      }
    }
  }

  /** Where and when an answer turns. */
  private record Turn(Workload workload, Zone zone, Estate before, Estate after) {
    LocalDate day() {
      return LocalDate.ofInstant(after.now(), ZoneRule.PARIS);
    }

    /** Whether a fact begins on the day, or ended the day before. */
    boolean isOf(StatedFact fact) {
      LocalDate until = fact.window().until();
      return day().equals(fact.window().from())
          || (until != null && !until.equals(LocalDate.MAX) && day().equals(until.plusDays(1)));
    }
  }

  private static List<String> turn(BoundRule rule, Verdict before, Verdict after, Turn turn) {
    for (Estate estate : List.of(turn.after(), turn.before())) {
      Waiver waiver = rule.waiver(turn.zone().name(), estate.now());
      Verdict waived = estate == turn.after() ? after : before;
      if (waiver != null && waived.result() == Verdict.Result.Waived) {
        return List.of(
            "waiver "
                + waiver.name()
                + " of "
                + named(rule)
                + " from "
                + waiver.from()
                + " until "
                + waiver.until());
      }
    }
    List<String> facts =
        rule.facts(after, turn.workload(), turn.zone(), turn.after()).stream()
            .filter(turn::isOf)
            .map(FactSentence::sourced)
            .toList();
    Verdict failing = after.excludes() ? after : before;
    return facts.isEmpty()
        ? List.of(
            failing.code()
                + (after.excludes() ? " from " : " until ")
                + turn.day()
                + ": "
                + failing.finding().fact().text()
                + ", by "
                + named(rule))
        : facts;
  }

  /** A fact, and who says so. */
  private static String sourced(StatedFact fact) {
    String said = fact.dated();
    return fact.text()
        + (said.isEmpty() ? "" : "; " + said)
        + (fact.source().isEmpty()
            ? ", no source is stated"
            : ", " + Credentials.hidden(fact.source()));
  }

  private static String named(BoundRule rule) {
    return "rule "
        + rule.name()
        + (rule.policy() == null ? " (the workload)" : " of " + rule.policy());
  }

  /** A zone that a statement of a policy keeps closed. */
  record Closing(String zone, String policy, String rule) {

    /** By one rule of a workload. */
    static Closing of(String zone, BoundRule rule) {
      return new Closing(zone, Objects.requireNonNullElse(rule.policy(), ""), rule.name());
    }
  }

  /** What closes zones of the target to a workload in a plan. */
  Map<Closing, Verdict> closings(Trial trial, WorkloadId id) {
    Map<Closing, Verdict> all = new LinkedHashMap<>();
    Decision decision = trial.decisions().get(id);
    if (decision != null) {
      decision
          .rejected()
          .forEach(
              (zone, verdicts) ->
                  verdicts.stream()
                      .filter(v -> ofTarget.test(zone))
                      .forEach(v -> all.put(closing(zone, v), v)));
    }
    return all;
  }

  private static Closing closing(String zone, Verdict verdict) {
    return new Closing(zone, Objects.requireNonNullElse(verdict.policy(), ""), verdict.rule());
  }

  /** The codes of these, and of why the workload has not all its replicas; sorted. */
  Set<String> codes(Trial trial, WorkloadId id) {
    Set<String> codes = new TreeSet<>();
    closings(trial, id).values().forEach(v -> codes.add(v.code()));
    Decision decision = trial.decisions().get(id);
    Decision.Reason reason = decision == null ? null : decision.reason();
    if (reason != null) {
      codes.add(reason.code());
    }
    return codes;
  }

  /**
   * What stands against a workload.
   *
   * @param closings of it, in a plan; empty: why it has not all its replicas there
   */
  Set<String> missing(Trial trial, WorkloadId id, Map<Closing, Verdict> closings) {
    if (closings.isEmpty()) {
      return reasons(trial, List.of(id), "");
    }
    Map<String, Set<String>> zones = new LinkedHashMap<>();
    closings.forEach(
        (c, v) ->
            zones.computeIfAbsent(standing(trial, id, c, v), s -> new TreeSet<>()).add(c.zone()));
    Set<String> all = new LinkedHashSet<>();
    zones.forEach((says, of) -> all.add(says + "; zones " + some(of, ", ")));
    return all;
  }

  private static String standing(Trial trial, WorkloadId id, Closing closing, Verdict verdict) {
    String says = verdict.code() + ": " + verdict.finding().fact().text();
    Workload workload = trial.workload(id);
    Zone zone = trial.estate().zone(closing.zone());
    if (workload == null || zone == null) {
      return says;
    }
    for (BoundRule rule : workload.rules()) {
      if (rule.name().equals(closing.rule())
          && Objects.requireNonNullElse(rule.policy(), "").equals(closing.policy())) {
        Set<String> facts = new LinkedHashSet<>();
        rule.facts(verdict, workload, zone, trial.estate()).stream()
            .sorted(StatedFact.ORDER)
            .forEach(f -> facts.add(f.stated() ? sourced(f) : f.text()));
        return says
            + ", by "
            + named(rule)
            + (facts.isEmpty() ? "" : " (" + some(facts, "; ") + ")");
      }
    }
    return says;
  }

  private static String some(Set<String> all, String between) {
    return all.stream().limit(NAMES).collect(Collectors.joining(between))
        + (all.size() > NAMES ? between + "and " + (all.size() - NAMES) + " more" : "");
  }
}
