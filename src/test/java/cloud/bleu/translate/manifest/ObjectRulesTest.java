package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.CrdCases;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the schemas, asked of objects that are wrong besides. */
class ObjectRulesTest {

  private static final List<String> MESSAGES =
      CrdCases.ALL.stream().map(CrdCases.Case::message).distinct().toList();

  static Stream<CrdCases.Case> cases() {
    return CrdCases.ALL.stream().filter(c -> c.before() == null);
  }

  /** Whatever is wrong with what the API server would accept, no rule is told of. */
  @ParameterizedTest
  @MethodSource("cases")
  void noRuleIsBrokenByWhatTheSchemaSays(CrdCases.Case c) {
    for (String spec : damaged(c.accepted())) {
      assertEquals(List.of(), broken(c.kind(), "accepted", spec), spec);
    }
  }

  /** Those that need a library of Kubernetes are told by translators alone. */
  @Test
  void eachRuleIsAskedButForThoseOfOtherLibraries() {
    TreeSet<String> silent = new TreeSet<>();
    cases()
        .filter(
            c -> broken(c.kind(), "refused", c.refused()).stream().noneMatch(c.message()::equals))
        .forEach(c -> silent.add(c.message()));
    assertEquals(
        Set.of(
            "host has a colon and is no address of IPv6",
            "not a range of addresses",
            "the host of url is no address of IPv6",
            "the capitalPercent of the holders of one entity",
            "the votesPercent of the holders of one entity"),
        silent);
  }

  /** The beginnings of the messages of rules that are broken, beside a label that is wrong. */
  private static List<String> broken(String kind, String name, String spec) {
    String object =
        "apiVersion: placement.bleu.cloud/v1alpha1\nkind: %s\nmetadata: {name: %s, labels: {a: [b]}}\n"
                .formatted(kind, name)
            + "spec: {"
            + spec
            + "}\n";
    String told =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"),
                    new ByteArrayInputStream(object.getBytes(StandardCharsets.UTF_8))))
            .problems(List.of())
            .toString();
    return MESSAGES.stream().filter(told::contains).toList();
  }

  /** The same with one field misspelt, or a value of another type, at a time. */
  private static List<String> damaged(String spec) {
    List<String> all = new ArrayList<>();
    Matcher field = Pattern.compile("([a-z][A-Za-z]*): ").matcher(spec);
    while (field.find()) {
      all.add(spec.substring(0, field.end(1)) + "x" + spec.substring(field.end(1)));
    }
    Matcher value = Pattern.compile("(?<=: )[A-Za-z0-9.%-]+(?=[,}\\]]|$)").matcher(spec);
    while (value.find()) {
      all.add(spec.substring(0, value.start()) + "[{}]" + spec.substring(value.end()));
    }
    return all;
  }
}
