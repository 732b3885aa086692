package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Fact;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is told of a decision, line by line, by {@code bleu explain} and by a status. */
public record ToldLines(List<String> here, TreeSet<String> against) {

  /** Of what {@code bleu explain -o json} printed. */
  public static ToldLines of(JsonNode explained) {
    TreeSet<String> against = new TreeSet<>();
    for (String list : List.of("explanations", "violations", "warnings")) {
      against.addAll(lines(explained.path(list)));
    }
    return new ToldLines(lines(explained.path("whyHere")), against);
  }

  private static List<String> lines(JsonNode list) {
    List<String> lines = new ArrayList<>();
    for (JsonNode one : list) {
      List<String> facts = new ArrayList<>();
      for (JsonNode fact : one.path("facts")) {
        facts.add(
            fact(
                fact.path("fact").asText(),
                fact.path("value").asText(),
                fact.path("basis").asText(),
                fact.path("asOf").asText()));
      }
      lines.add(
          line(
              one.path("rule").asText(),
              one.path("result").asText(),
              one.path("code").asText(),
              one.path("action").asText(),
              one.path("requirements").asText(),
              one.path("origin").asText(),
              one.path("message").asText(),
              texts(one.path("zones")),
              facts));
    }
    return lines;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Of what the operator says. */
  public static ToldLines of(WorkloadPlacementStatus status) {
    return new ToldLines(
        lines(status.whyHere(), status), new TreeSet<>(lines(status.explanations(), status)));
  }

  private static List<String> lines(List<Explanation> list, WorkloadPlacementStatus status) {
    return list.stream()
        .map(
            e ->
                line(
                    e.rule() + (e.policy() == null ? " (the workload)" : " of " + e.policy()),
                    e.result(),
                    e.code(),
                    e.action(),
                    String.join(", ", e.requirements()),
                    e.origin(),
                    e.message(),
                    e.zones(),
                    e.facts().stream()
                        .flatMap(name -> status.facts().stream().filter(f -> f.name().equals(name)))
                        .map(ToldLines::fact)
                        .toList()))
        .toList();
  }

  private static String fact(Fact f) {
    return fact(f.name(), text(f.value()), text(f.basis()), text(f.asOf()));
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  private static String fact(String... parts) {
    return String.join(" | ", parts);
  }

  private static String line(
      String rule,
      String result,
      String code,
      String action,
      String requirements,
      String origin,
      String message,
      List<String> zones,
      List<String> facts) {
    return String.join(
        "; ",
        List.of(
            rule,
            result,
            code,
            action,
            requirements,
            origin,
            message,
            String.join(", ", zones),
            facts.stream().sorted().collect(Collectors.joining(", "))));
  }
}
