package cloud.bleu.evidence.openreports;

import cloud.bleu.credential.Credentials;
import cloud.bleu.evidence.assessment.AssessedWorkload;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.RuleAnswer;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.BreakGlass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Report of one namespace: a result for each workload and statement of a policy, failures
 * first, and as the last one the sentence with which every report ends.
 *
 * @param body everything but the metadata
 * @param closing that sentence
 * @param omitted results that are counted and not listed, because the Report would grow too large
 */
public record NamespaceReport(Map<String, Object> body, String closing, int omitted) {

  static final int MAX_RESULTS = 500;
  static final int MAX_BYTES = 256 * 1024;

  private static final int LONGEST_MESSAGE = 1024;
  private static final String CATEGORY = "Sovereignty";

  /** In the order in which they are listed. */
  private enum Result {
    fail,
    error,
    warn,
    pass,
    skip
  }

  private record Line(Result result, Map<String, Object> tree) {}

  /**
   * The Report of a namespace.
   *
   * @param assessment of its workloads
   * @param since by workload, the instant since which its answers stand; of those that have one
   */
  public static NamespaceReport of(
      String namespace, Assessment assessment, Map<String, Instant> since) {
    List<Line> lines = new ArrayList<>();
    for (AssessedWorkload workload : assessment.workloads()) {
      Instant at = since.get(workload.name());
      Decision.Reason reason = workload.reason();
      if (reason != null) {
        lines.add(unplaced(workload, reason, at));
      }
      Map<List<String>, List<RuleAnswer>> statements = new TreeMap<>(BY_NAME);
      for (RuleAnswer answer : workload.inUse()) {
        statements
            .computeIfAbsent(List.of(answer.statedBy(), answer.statement()), k -> new ArrayList<>())
            .add(answer);
      }
      statements.values().forEach(answers -> lines.add(line(workload, answers, at)));
    }
    lines.sort(Comparator.comparing(Line::result));
    String closing = assessment.closing();
    return bounded(namespace, lines, closing);
  }

  private static final Comparator<List<String>> BY_NAME =
      Comparator.<List<String>, String>comparing(k -> k.get(0)).thenComparing(k -> k.get(1));

  private static NamespaceReport bounded(String namespace, List<Line> lines, String closing) {
    List<Map<String, Object>> results = new ArrayList<>();
    int bytes = 0;
    for (Line line : lines) {
      bytes += CanonicalJson.bytes(line.tree()).length;
      if (results.size() == MAX_RESULTS || bytes > MAX_BYTES) {
        break;
      }
      results.add(line.tree());
    }
    int omitted = lines.size() - results.size();
    results.add(last(closing, omitted));
    Map<String, Object> scope = new LinkedHashMap<>();
    scope.put("apiVersion", "v1");
    scope.put("kind", "Namespace");
    scope.put("name", namespace);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("source", "bleu");
    body.put("scope", scope);
    body.put("summary", summary(lines));
    body.put("results", results);
    return new NamespaceReport(body, closing, omitted);
  }

  /** Counts all, those too that are not listed. */
  private static Map<String, Object> summary(List<Line> lines) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Result result : Result.values()) {
      long count = lines.stream().filter(l -> l.result() == result).count();
      // The closing sentence is a result as well.
      summary.put(result.name(), (int) count + (result == Result.skip ? 1 : 0));
    }
    return summary;
  }

  private static Line line(
      AssessedWorkload workload, List<RuleAnswer> answers, @Nullable Instant at) {
    RuleAnswer worst = answers.get(0);
    for (RuleAnswer answer : answers) {
      if (result(answer).compareTo(result(worst)) < 0) {
        worst = answer;
      }
    }
    Result result = result(worst);
    Map<String, String> properties = new TreeMap<>();
    properties.put("code", worst.code());
    properties.put("origin", worst.origin().name());
    properties.put("rule", worst.rule());
    properties.put(
        "zones",
        answers.stream()
            .filter(a -> result(a) == result)
            .map(RuleAnswer::zone)
            .collect(Collectors.joining(", ")));
    if (!worst.requirements().isEmpty()) {
      properties.put("requirements", String.join(", ", new TreeSet<>(worst.requirements())));
    }
    if (!worst.claimed().isEmpty()) {
      properties.put("claimedRequirements", String.join(", ", new TreeSet<>(worst.claimed())));
    }
    Instant until = worst.waivedUntil();
    if (until != null) {
      properties.put("waivedUntil", until.toString());
    }
    BreakGlass glass = worst.breakGlass();
    if (glass != null) {
      properties.putAll(properties(glass));
    }
    Map<String, Object> tree =
        tree(workload, worst.statedBy(), worst.statement(), severity(worst), result, at);
    tree.put("scored", worst.action() == BoundRule.Action.Enforce);
    tree.put("message", cut(worst.message()));
    tree.put("properties", properties);
    return new Line(result, tree);
  }

  private static Map<String, String> properties(BreakGlass glass) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("breakGlass", glass.signatures().code());
    properties.put("breakGlassBy", glass.by());
    if (glass.countersignedBy() != null) {
      properties.put("breakGlassCountersignedBy", glass.countersignedBy());
    }
    properties.put("breakGlassDue", glass.due().toString());
    return properties;
  }

  /** No rule is broken by what runs nowhere. */
  private static Line unplaced(
      AssessedWorkload workload, Decision.Reason reason, @Nullable Instant at) {
    Map<String, Object> tree = tree(workload, "placement", "placed", "high", Result.skip, at);
    tree.put("scored", false);
    tree.put("message", cut(reason.message()));
    tree.put("properties", Map.of("code", reason.code()));
    return new Line(Result.skip, tree);
  }

  private static Map<String, Object> last(String closing, int omitted) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", "SecNumCloud 3.2");
    tree.put("rule", "not-a-qualification");
    tree.put("category", CATEGORY);
    tree.put("severity", "info");
    tree.put("result", Result.skip.name());
    tree.put("scored", false);
    tree.put(
        "message",
        (omitted == 0 ? "" : omitted + " more results are counted and not listed; ") + closing);
    return tree;
  }

  private static Map<String, Object> tree(
      AssessedWorkload workload,
      String policy,
      String rule,
      String severity,
      Result result,
      @Nullable Instant at) {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("apiVersion", "placement.bleu.cloud/v1alpha1");
    subject.put("kind", "BleuWorkload");
    subject.put("namespace", workload.namespace());
    subject.put("name", workload.name());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", policy);
    tree.put("rule", rule);
    tree.put("category", CATEGORY);
    tree.put("severity", severity);
    tree.put("result", result.name());
    tree.put("resources", List.of(subject));
    if (at != null) {
      Map<String, Object> timestamp = new LinkedHashMap<>();
      timestamp.put("seconds", at.getEpochSecond());
      timestamp.put("nanos", 0);
      tree.put("timestamp", timestamp);
    }
    return tree;
  }

  private static Result result(RuleAnswer answer) {
    if (answer.result() == Verdict.Result.Pass) {
      return Result.pass;
    }
    if (answer.code().equals("RuleFailed")) {
      return Result.error;
    }
    boolean enforced = answer.action() == BoundRule.Action.Enforce;
    return enforced && !answer.isSetAside() ? Result.fail : Result.warn;
  }

  private static String severity(RuleAnswer answer) {
    return switch (answer.action()) {
      case Enforce -> "high";
      case Warn -> "medium";
      case Audit -> "low";
    };
  }

  private static String cut(String message) {
    return Credentials.hidden(message, LONGEST_MESSAGE - 1, "…");
  }
}
