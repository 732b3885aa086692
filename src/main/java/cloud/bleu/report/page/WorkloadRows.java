package cloud.bleu.report.page;

import cloud.bleu.credential.Credentials;
import cloud.bleu.evidence.assessment.ZoneFence;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Workloads with their cells and what rules say of them. */
final class WorkloadRows {
  /** The result of what a break-glass sets aside. */
  private static final String UNDER_GLASS = PageWorkload.State.BreakGlass.name();

  private record Said(String result, String message) {}

  private final Estate estate;
  private final ShownNames names;
  private final PageSentences sentences;

  WorkloadRows(Estate estate, ShownNames names, PageSentences sentences) {
    this.estate = estate;
    this.names = names;
    this.sentences = sentences;
  }

  /**
   * The row of a workload.
   *
   * @param fences what is written down of zones of which it is not seen what stands there
   */
  PageWorkload row(Workload workload, Decision decision, List<ZoneFence> fences) {
    List<WaiverUse> uses = WaiverUse.of(workload, decision, estate);
    List<Verdict> waived = uses.stream().map(WaiverUse::verdict).toList();
    Set<Verdict> underGlass =
        uses.stream()
            .filter(u -> u.waiver().isBreakGlass())
            .map(WaiverUse::verdict)
            .collect(Collectors.toSet());
    Set<String> broken = zones(underGlass);
    List<Verdict> warned =
        decision.warnings().stream().filter(v -> v.action() != BoundRule.Action.Audit).toList();
    Set<Verdict> all = new LinkedHashSet<>(decision.violations());
    all.addAll(waived);
    all.addAll(warned);
    decision.rejected().values().forEach(all::addAll);
    List<PageWorkload.Finding> findings =
        findings(new DecisionProof(workload, decision, estate).told(List.copyOf(all)), underGlass);
    return new PageWorkload(
        names.namespace(workload.id()),
        names.name(workload.id()),
        decision.assignments().stream().mapToInt(Assignment::replicas).sum(),
        decision.missing(),
        state(decision, broken, waived, warned),
        reason(decision.reason()),
        tolerates(decision.tolerates()),
        cells(decision, broken, waived, warned, findings),
        findings,
        fences);
  }

  /** A reason in words, null for null. */
  PageWorkload.@Nullable Reason reason(Decision.@Nullable Reason reason) {
    return reason == null
        ? null
        : new PageWorkload.Reason(reason.code(), names.free(sentences.finding(reason.finding())));
  }

  /** The losses that are survived, in the order of the engine. */
  static List<PageWorkload.Tolerance> tolerates(List<Decision.Tolerance> tolerated) {
    return tolerated.stream()
        .filter(t -> t.count() > 0)
        .map(t -> new PageWorkload.Tolerance(t.scope().name(), t.count(), t.assumed()))
        .toList();
  }

  private static PageWorkload.State state(
      Decision decision, Set<String> broken, List<Verdict> waived, List<Verdict> warned) {
    if (!decision.placed()) {
      return PageWorkload.State.NotPlaced;
    }
    if (decision.missing() > 0) {
      return PageWorkload.State.PartlyPlaced;
    }
    if (!decision.violations().isEmpty()) {
      return PageWorkload.State.Breach;
    }
    if (!broken.isEmpty()) {
      return PageWorkload.State.BreakGlass;
    }
    return !waived.isEmpty()
        ? PageWorkload.State.Waived
        : warned.isEmpty() ? PageWorkload.State.Placed : PageWorkload.State.Warned;
  }

  private List<PageWorkload.Cell> cells(
      Decision decision,
      Set<String> broken,
      List<Verdict> waived,
      List<Verdict> warned,
      List<PageWorkload.Finding> findings) {
    Map<String, Assignment> assignments = new HashMap<>();
    decision.assignments().forEach(a -> assignments.put(a.zone(), a));
    Map<String, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < findings.size(); i++) {
      for (String zone : findings.get(i).zones()) {
        places.computeIfAbsent(zone, z -> new ArrayList<>()).add(i);
      }
    }
    Set<String> breached = zones(decision.violations());
    Set<String> setAside = zones(waived);
    Set<String> warnedOf = zones(warned);
    List<PageWorkload.Cell> cells = new ArrayList<>();
    for (Zone zone : estate.zones()) {
      String name = zone.name();
      Assignment assignment = assignments.getOrDefault(name, new Assignment(name, 0, 0));
      PageWorkload.Use use =
          assignment.replicas() == 0
              ? decision.rejected().containsKey(name)
                  ? PageWorkload.Use.Refused
                  : PageWorkload.Use.Open
              : breached.contains(name)
                  ? PageWorkload.Use.Breach
                  : besides(name, broken, setAside, warnedOf);
      cells.add(
          new PageWorkload.Cell(
              name,
              use,
              assignment.replicas(),
              assignment.home(),
              places.getOrDefault(name, List.of())));
    }
    return cells;
  }

  /** What a zone is where replicas run and no enforced rule fails. */
  private static PageWorkload.Use besides(
      String zone, Set<String> broken, Set<String> waived, Set<String> warned) {
    if (broken.contains(zone)) {
      return PageWorkload.Use.BreakGlass;
    }
    return waived.contains(zone)
        ? PageWorkload.Use.Waived
        : warned.contains(zone) ? PageWorkload.Use.Warned : PageWorkload.Use.Runs;
  }

  private static Set<String> zones(Collection<Verdict> verdicts) {
    Set<String> zones = new TreeSet<>();
    verdicts.forEach(v -> zones.add(v.zone()));
    return zones;
  }

  /** One for each grouped verdict, more where the words differ by zone. */
  private List<PageWorkload.Finding> findings(List<GroupedVerdict> told, Set<Verdict> underGlass) {
    List<PageWorkload.Finding> findings = new ArrayList<>();
    for (GroupedVerdict grouped : told) {
      Map<Said, TreeSet<String>> zones = new LinkedHashMap<>();
      for (Verdict verdict : grouped.verdicts()) {
        Said said =
            new Said(
                underGlass.contains(verdict) ? UNDER_GLASS : verdict.result().name(),
                names.free(sentences.finding(grouped, verdict)));
        zones.computeIfAbsent(said, s -> new TreeSet<>()).add(verdict.zone());
      }
      Verdict first = grouped.verdict();
      List<PageWorkload.Fact> facts = facts(grouped);
      zones.forEach(
          (said, of) ->
              findings.add(
                  new PageWorkload.Finding(
                      first.code(),
                      said.result(),
                      first.action().name(),
                      first.origin().name(),
                      first.rule(),
                      first.policy(),
                      first.requirements(),
                      said.message(),
                      List.copyOf(of),
                      facts)));
    }
    return findings;
  }

  private List<PageWorkload.Fact> facts(GroupedVerdict grouped) {
    TreeMap<String, PageWorkload.Fact> facts = new TreeMap<>();
    for (StatedFact stated : grouped.facts()) {
      StatedFact fact = names.fact(stated);
      PageWorkload.Fact shown =
          new PageWorkload.Fact(
              names.said(sentences.fact(fact)),
              fact.basis(),
              names.said(Credentials.hidden(fact.source())),
              fact.asOf());
      if (!shown.fact().isEmpty()) {
        facts.put(shown.toString(), shown);
      }
    }
    return List.copyOf(facts.values());
  }
}
