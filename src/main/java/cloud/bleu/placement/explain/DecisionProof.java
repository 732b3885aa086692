package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a workload is where it is: what the rules say, and the facts that this rests on. The command
 * line and the operator both report from here, so that they report the same. In each list what is
 * known to fail comes first, then what is not known, then what holds. Within these it is ordered by
 * the number of zones, then as the policies state it.
 */
public final class DecisionProof {
  private final Workload workload;
  private final Decision decision;
  private final Estate estate;
  private final Map<String, Zone> zones = new HashMap<>();
  private final Map<List<@Nullable String>, Integer> statements = new HashMap<>();
  private final Map<List<Object>, List<StatedFact>> remembered = new HashMap<>();
  private @Nullable List<GroupedVerdict> here;
  private @Nullable List<GroupedVerdict> against;

  /**
   * Of a decision.
   *
   * @param workload that it is about, a part of the estate
   * @param estate in which it was taken
   */
  public DecisionProof(Workload workload, Decision decision, Estate estate) {
    this.workload = workload;
    this.decision = decision;
    this.estate = estate;
    estate.zones().forEach(z -> zones.put(z.name(), z));
    for (int i = 0; i < workload.rules().size(); i++) {
      BoundRule rule = workload.rules().get(i);
      statements.putIfAbsent(Arrays.asList(rule.policy(), rule.name()), i);
    }
  }

  /** The decision that this explains. */
  public Decision decision() {
    return decision;
  }

  /** What holds where it runs, without warnings, and what does not apply there. */
  public List<GroupedVerdict> here() {
    List<GroupedVerdict> known = here;
    if (known == null) {
      known = List.copyOf(told(holding()));
      here = known;
    }
    return known;
  }

  private List<Verdict> holding() {
    List<Verdict> holding = new ArrayList<>();
    for (Assignment assignment : decision.assignments()) {
      Zone zone = zones.get(assignment.zone());
      if (zone == null || assignment.replicas() == 0) {
        continue;
      }
      for (BoundRule rule : workload.rules()) {
        Verdict verdict = rule.evaluate(workload, zone, estate);
        if (!verdict.failing() && !verdict.warns() && verdict.result() != Verdict.Result.Waived) {
          holding.add(verdict);
        }
      }
    }
    return holding;
  }

  /** What keeps new replicas out of zones. */
  public List<GroupedVerdict> notThere() {
    return told(decision.rejected().values().stream().flatMap(List::stream).toList());
  }

  /** What fails where it runs. */
  public List<GroupedVerdict> breaches() {
    return told(decision.violations());
  }

  /** What is to be known though it keeps nothing out. */
  public List<GroupedVerdict> warnings() {
    return told(decision.warnings());
  }

  /** All of the last three, what is said of a zone twice told once. */
  public List<GroupedVerdict> against() {
    List<GroupedVerdict> known = against;
    if (known == null) {
      known =
          List.copyOf(
              told(
                  Stream.of(
                          decision.rejected().values().stream().flatMap(List::stream),
                          decision.violations().stream(),
                          decision.warnings().stream())
                      .flatMap(s -> s)
                      .distinct()
                      .toList()));
      against = known;
    }
    return known;
  }

  private record Key(Verdict verdict, Set<String> bases) {}

  /** Verdicts on this workload as people read them. */
  public List<GroupedVerdict> told(List<Verdict> verdicts) {
    Map<Key, Collected> collected = new LinkedHashMap<>();
    for (Verdict v : verdicts) {
      BoundRule statement = statement(v);
      List<StatedFact> facts = statement == null ? List.of() : facts(statement, v);
      String message = withoutName(v.message(), v.zone());
      collected
          .computeIfAbsent(
              new Key(anywhere(v, message), GroupedVerdict.bases(facts)),
              k -> new Collected(v, message))
          .add(v, facts);
    }
    List<GroupedVerdict> all =
        new ArrayList<>(collected.values().stream().map(Collected::grouped).toList());
    all.sort(
        Comparator.comparing((GroupedVerdict t) -> rank(t.verdict()))
            .thenComparing(t -> -t.zones().size())
            .thenComparing(t -> order(t.verdict()))
            .thenComparing(t -> t.verdict().code())
            .thenComparing(GroupedVerdict::message)
            .thenComparing(t -> t.zones().first()));
    return all;
  }

  private static final class Collected {
    private final Verdict first;
    private final String message;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<StatedFact> facts = new LinkedHashSet<>();
    private final SortedSet<String> zones = new TreeSet<>();

    Collected(Verdict first, String message) {
      this.first = first;
      this.message = message;
    }

    void add(Verdict verdict, List<StatedFact> more) {
      verdicts.add(verdict);
      facts.addAll(more);
      zones.add(verdict.zone());
    }

    GroupedVerdict grouped() {
      return new GroupedVerdict(
          first, verdicts, message, facts.stream().sorted(StatedFact.ORDER).toList(), zones);
    }
  }

  /** A rule that looks at less than the zone is asked once for all that are the same in that. */
  private List<StatedFact> facts(BoundRule statement, Verdict verdict) {
    Zone zone = zones.get(verdict.zone());
    if (zone == null) {
      return List.of();
    }
    ZoneAspect aspect = statement.rule().aspect();
    if (aspect == ZoneAspect.Zone) {
      return statement.facts(verdict, workload, zone, estate);
    }
    return remembered.computeIfAbsent(
        List.of(order(verdict), aspect.of(zone)),
        k -> statement.facts(verdict, workload, zone, estate));
  }

  private @Nullable BoundRule statement(Verdict v) {
    int number = order(v);
    return number == workload.rules().size() ? null : workload.rules().get(number);
  }

  private int order(Verdict v) {
    return statements.getOrDefault(Arrays.asList(v.policy(), v.rule()), workload.rules().size());
  }

  private static int rank(Verdict v) {
    return switch (v.result()) {
      case Reject -> 0;
      case Unknown -> 1;
      case Waived -> 2;
      case Pass -> 3;
      case NotApplicable, NotEvaluated -> 4;
    };
  }

  /** A copy for every zone: it names none, and has this message. */
  private static Verdict anywhere(Verdict v, String message) {
    return new Verdict(
        v.result(),
        v.code(),
        v.origin(),
        message,
        v.rule(),
        v.policy(),
        "",
        v.action(),
        v.requirements());
  }

  /** So that zones of which the same is true share one entry. */
  private static String withoutName(String message, String zone) {
    return message
        .replace("zone " + zone + " ", "the zone ")
        .replace("zone " + zone + ",", "the zone,");
  }
}
