package cloud.bleu.cli.explain;

import cloud.bleu.api.v1alpha1.WaiverInUse;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Fact;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.StatedFact;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the rules say, as the status of a WorkloadPlacement keeps it. */
final class RecordedAnswers {
  private static final String NOT_STATED = " (not stated)";

  private final @Nullable WorkloadPlacementStatus status;
  private final Decision decision;
  private final Map<String, StatedFact> facts = new TreeMap<>();

  RecordedAnswers(@Nullable WorkloadPlacementStatus status, Decision decision) {
    this.status = status;
    this.decision = decision;
    if (status != null) {
      status.facts().forEach(f -> facts.put(f.name(), fact(f)));
    }
  }

  /** All of them, in the order in which they are kept. */
  ExplainedDecision.Answers all() {
    TreeSet<String> inUse = new TreeSet<>();
    decision.assignments().stream().filter(a -> a.replicas() > 0).forEach(a -> inUse.add(a.zone()));
    List<GroupedVerdict> here = new ArrayList<>();
    List<GroupedVerdict> notThere = new ArrayList<>();
    List<GroupedVerdict> breaches = new ArrayList<>();
    List<GroupedVerdict> warnings = new ArrayList<>();
    if (status != null) {
      for (Explanation e : status.whyHere()) {
        add(here, e, e.zones());
      }
      for (Explanation e : status.explanations()) {
        Verdict verdict = verdict(e, "");
        if (verdict.failing()) {
          add(notThere, e, refused(e));
        }
        add(verdict.excludes() ? breaches : warnings, e, common(e.zones(), inUse));
      }
    }
    return new ExplainedDecision.Answers(here, notThere, breaches, warnings, List.of());
  }

  /** Zones that take nothing new, of those that an answer is about. */
  private List<String> refused(Explanation e) {
    return e.zones().stream()
        .filter(
            zone ->
                decision.rejected().getOrDefault(zone, List.of()).stream()
                    .anyMatch(v -> v.code().equals(e.code())))
        .toList();
  }

  private static List<String> common(List<String> zones, SortedSet<String> others) {
    return zones.stream().filter(others::contains).toList();
  }

  /** The uses of waivers that the decision stands on. */
  List<ExplainedDecision.Waived> waivers() {
    List<ExplainedDecision.Waived> all = new ArrayList<>();
    if (status != null) {
      for (WaiverInUse use : status.waivers()) {
        for (String zone : use.zones()) {
          for (String code : use.codes()) {
            all.add(
                new ExplainedDecision.Waived(
                    use.name(),
                    use.policyRef(),
                    String.valueOf(use.rule()),
                    code,
                    zone,
                    String.valueOf(use.expirationTime())));
          }
        }
      }
    }
    return all;
  }

  /** The facts that they rest on. */
  List<StatedFact> facts() {
    return List.copyOf(facts.values());
  }

  private void add(List<GroupedVerdict> to, Explanation e, Collection<String> zones) {
    if (zones.isEmpty()) {
      return;
    }
    List<Verdict> verdicts = zones.stream().map(zone -> verdict(e, zone)).toList();
    to.add(
        new GroupedVerdict(
            verdicts.get(0),
            verdicts,
            message(e),
            e.facts().stream().filter(facts::containsKey).map(facts::get).toList(),
            new TreeSet<>(zones)));
  }

  private static String message(Explanation e) {
    return e.moreZones() == null
        ? String.valueOf(e.message())
        : e.message() + " (and in " + e.moreZones() + " more zones)";
  }

  /** One answer on one zone. */
  static Verdict verdict(Explanation e, String zone) {
    return new Verdict(
        value(Verdict.Result.class, e.result(), Verdict.Result.Unknown),
        e.code(),
        value(Origin.class, e.origin(), Origin.Declared),
        String.valueOf(e.message()),
        e.rule(),
        e.policy(),
        zone,
        value(BoundRule.Action.class, e.action(), BoundRule.Action.Enforce),
        e.requirements());
  }

  private static <E extends Enum<E>> E value(Class<E> type, @Nullable String name, E otherwise) {
    for (E one : type.getEnumConstants()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return otherwise;
  }

  /** Of its name only the end says what it is about: {@code ownership of s3ns (S3NS)}. */
  private static StatedFact fact(Fact fact) {
    boolean stated = !fact.name().endsWith(NOT_STATED);
    String text =
        stated ? fact.name() : fact.name().substring(0, fact.name().length() - NOT_STATED.length());
    int of = text.lastIndexOf(" of ");
    String name = of < 0 ? text : text.substring(0, of);
    String title = of < 0 ? "" : text.substring(of + " of ".length());
    String basis = fact.basis();
    return new StatedFact(
        StatedFact.Kind.Field,
        title,
        title,
        "",
        name,
        "",
        fact.value() == null ? "" : fact.value(),
        stated,
        basis == null
            ? null
            : new Provenance(
                value(Basis.class, basis, Basis.Assumption), "", day(fact.asOf()), null, null),
        StatedFact.Window.NONE);
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
