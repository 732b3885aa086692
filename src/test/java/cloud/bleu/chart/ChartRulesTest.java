package cloud.bleu.chart;

import cloud.bleu.api.v1alpha1.NearestNameExpression;
import cloud.bleu.documents.GeneratedPage;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What admission knows of the rules, {@code helm/bleu/files/rules.yaml}, is what they declare.
 * {@code hack/docs} writes it.
 */
class ChartRulesTest {

  private static final Path FILE = Path.of("helm/bleu/files/rules.yaml");

  @Test
  void theFileSaysWhatTheRulesDeclare() throws IOException {
    String text = text();
    GeneratedPage.assertWritten(FILE, text);
  }

  private static String text() {
    TreeMap<String, List<String>> parameters = new TreeMap<>();
    TreeMap<String, String> types = new TreeMap<>();
    TreeMap<String, List<String>> accepted = new TreeMap<>();
    TreeMap<String, String> countries = new TreeMap<>();
    TreeMap<String, List<String>> required = new TreeMap<>();
    TreeMap<String, String> minimum = new TreeMap<>();
    TreeMap<String, String> maximum = new TreeMap<>();
    Catalogue.rules().stream()
        .map(rule -> rule.declaration())
        .forEach(
            rule -> {
              parameters.put(
                  rule.id(), rule.parameters().stream().map(RuleParameter::name).sorted().toList());
              for (RuleParameter parameter : rule.parameters()) {
                String key = rule.id() + "." + parameter.name();
                types.put(key, type(parameter.type()));
                if (!parameter.accepted().isEmpty()) {
                  accepted.put(key, parameter.accepted());
                }
                if (parameter.required() && parameter.defaultValue() == null) {
                  required
                      .computeIfAbsent(rule.id(), id -> new ArrayList<>())
                      .add(parameter.name());
                }
                if (parameter.minimum() != null) {
                  minimum.put(key, parameter.minimum().toPlainString());
                }
                if (parameter.maximum() != null) {
                  maximum.put(key, parameter.maximum().toPlainString());
                }
                if (parameter.type() == RuleParameter.Type.CountryList) {
                  countries.put(key, "");
                }
              }
            });
    StringBuilder text = new StringBuilder();
    text.append("# Written from what the rules declare by hack/docs; do not edit.\n");
    text.append("# The parameters of each rule.\nparameters:\n");
    parameters.forEach((rule, names) -> entry(text, rule, list(names)));
    text.append("# How each is written.\ntypes:\n");
    types.forEach((key, type) -> entry(text, key, type));
    text.append("# The values of those that take only some.\naccepted:\n");
    accepted.forEach((key, values) -> entry(text, key, list(values)));
    text.append("# Those that must be given.\nrequired:\n");
    required.forEach((rule, names) -> entry(text, rule, list(names)));
    text.append("# The smallest and the largest number that is taken, as texts.\nminimum:\n");
    minimum.forEach((key, value) -> entry(text, key, "\"" + value + "\""));
    text.append("maximum:\n");
    maximum.forEach((key, value) -> entry(text, key, "\"" + value + "\""));
    text.append("# Those that take areas.\nareas: ").append(list(countries.keySet())).append('\n');
    text.append("# The name of KNOWN nearest to GIVEN, in CEL.\nnearest: >-\n  ")
        .append(NearestNameExpression.of("GIVEN", "KNOWN", "OTHERWISE"))
        .append('\n');
    text.append("# ISO 3166-1 alpha-2, EU and EEA.\nknownAreas: ").append(list(areas()));
    return text.append('\n').toString();
  }

  private static void entry(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(": ").append(value).append('\n');
  }

  private static String list(Iterable<String> values) {
    // Quoted, as NO is false.
    return java.util.stream.StreamSupport.stream(values.spliterator(), false)
        .map(value -> "\"" + value + "\"")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String type(RuleParameter.Type type) {
    return switch (type) {
      case Text -> "text";
      case TextList, CountryList -> "list";
      case Flag -> "flag";
      case Decimal, Whole -> "number";
    };
  }

  private static List<String> areas() {
    List<String> codes =
        IntStream.range(0, 26 * 26)
            .mapToObj(i -> "" + (char) ('A' + i / 26) + (char) ('A' + i % 26))
            .filter(Territory::isCountry)
            .collect(Collectors.toList());
    codes.addAll(List.of("EU", "EEA"));
    return codes;
  }
}
