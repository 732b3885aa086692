package cloud.bleu.evidence.oscal;

import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.RequirementLedger;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.record.NameUuid;
import cloud.bleu.placement.estate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The findings on objectives of requirements, one for each workload, requirement and rule. A
 * finding is {@code satisfied} if every answer passes, and none rests on what others state or on a
 * rule that enforces nothing. One answer that fails makes it {@code not-satisfied}. Passes that
 * others attest give no finding, because nobody here has seen them. Answers that do not apply give
 * none either.
 */
final class OscalFindings {
  private final Instant at;
  private final OscalObservations observations;
  private final List<Map<String, Object>> found = new ArrayList<>();
  private final TreeSet<String> controls = new TreeSet<>();
  private final TreeSet<String> stated = new TreeSet<>();
  private final TreeSet<String> objectives = new TreeSet<>();

  private record Key(String requirement, String rule) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byId = requirement.compareTo(other.requirement);
      return byId != 0 ? byId : rule.compareTo(other.rule);
    }
  }

  OscalFindings(Instant at, OscalObservations observations) {
    this.at = at;
    this.observations = observations;
  }

  void add(AssessedWorkload workload) {
    TreeMap<Key, List<RuleAnswer>> byObjective = new TreeMap<>();
    for (RuleAnswer answer : workload.inUse()) {
      for (String id : answer.requirements()) {
        byObjective.computeIfAbsent(new Key(id, answer.rule()), k -> new ArrayList<>()).add(answer);
      }
    }
    byObjective.forEach((key, answers) -> add(workload, key, answers));
  }

  private void add(AssessedWorkload workload, Key key, List<RuleAnswer> answers) {
    Map<String, Object> status = status(answers);
    if (status == null) {
      stated.add(Oscal.control(key.requirement()));
      return;
    }
    String objective = Oscal.objective(key.requirement(), key.rule());
    controls.add(Oscal.control(key.requirement()));
    objectives.add(objective);
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("type", "objective-id");
    target.put("target-id", objective);
    target.put("status", status);
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put(
        "uuid",
        NameUuid.of(
            "finding",
            at.toString(),
            workload.namespace(),
            workload.name(),
            key.requirement(),
            key.rule()));
    finding.put(
        "title",
        Oscal.markup("%s, %s: %s".formatted(key.requirement(), key.rule(), workload.title())));
    finding.put(
        "description",
        Oscal.markup(
            answers.get(0).summary()
                + " Looked at in "
                + String.join(", ", new TreeSet<>(answers.stream().map(RuleAnswer::zone).toList()))
                + "."));
    finding.put("origins", OscalObservations.origins());
    finding.put("target", target);
    finding.put(
        "related-observations",
        answers.stream()
            .map(a -> Map.of("observation-uuid", observations.uuid(workload, a)))
            .toList());
    Oscal.put(
        finding,
        "related-risks",
        answers.stream()
            .filter(OscalObservations::risky)
            .map(a -> Map.of("risk-uuid", observations.riskUuid(workload, a)))
            .toList());
    found.add(finding);
  }

  /** Null where there is nothing to find. */
  private static @Nullable Map<String, Object> status(List<RuleAnswer> answers) {
    RuleAnswer worst = answers.get(0);
    for (RuleAnswer answer : answers) {
      if (severity(answer) > severity(worst)) {
        worst = answer;
      }
    }
    if (worst.failing()) {
      boolean refused = worst.result() == Verdict.Result.Reject;
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("state", "not-satisfied");
      status.put("reason", refused ? "fail" : "other");
      status.put("remarks", Oscal.markup(OscalObservations.description(worst)));
      return status;
    }
    if (!answers.stream().allMatch(a -> a.given() && a.seen())) {
      return null;
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("state", "satisfied");
    status.put("reason", "pass");
    return status;
  }

  private static int severity(RuleAnswer answer) {
    return switch (answer.result()) {
      case Reject -> 3;
      case Unknown -> 2;
      case Waived -> 1;
      case Pass, NotApplicable, NotEvaluated -> 0;
    };
  }

  List<Map<String, Object>> found() {
    return found;
  }

  /** What was looked at: controls with a finding, and those on which only others' word stands. */
  Map<String, Object> reviewed(String closing) {
    Map<String, Object> reviewed = new LinkedHashMap<>();
    List<Map<String, Object>> selections = new ArrayList<>();
    TreeSet<String> words = new TreeSet<>(stated);
    words.removeAll(controls);
    if (!controls.isEmpty()) {
      selections.add(selection("Controls with a finding on an objective of theirs.", controls));
    }
    if (!words.isEmpty()) {
      selections.add(
          selection("Controls on which others' word stands: observations, and no finding.", words));
    }
    if (selections.isEmpty()) {
      selections.add(none());
    }
    reviewed.put("control-selections", selections);
    if (!objectives.isEmpty()) {
      reviewed.put(
          "control-objective-selections",
          List.of(
              Map.of(
                  "include-objectives",
                  objectives.stream().map(id -> Map.of("objective-id", id)).toList())));
    }
    reviewed.put("remarks", Oscal.markup(closing));
    return reviewed;
  }

  private static Map<String, Object> selection(String what, TreeSet<String> ids) {
    Map<String, Object> selection = new LinkedHashMap<>();
    selection.put("description", what);
    selection.put("include-controls", named(ids));
    return selection;
  }

  /** OSCAL has no empty selection: it is all of them without each. */
  private static Map<String, Object> none() {
    Map<String, Object> selection = new LinkedHashMap<>();
    selection.put("description", "No control was looked at.");
    selection.put("include-all", Map.of());
    selection.put(
        "exclude-controls",
        named(RequirementLedger.all().stream().map(r -> Oscal.control(r.id())).toList()));
    return selection;
  }

  private static List<Map<String, String>> named(Collection<String> controls) {
    return controls.stream().map(id -> Map.of("control-id", id)).toList();
  }
}
