package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CrdCases;
import cloud.bleu.cli.terminal.ExitCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server refuses by a CEL rule, the command line refuses too, and nothing nearby. */
class SchemaRulesOfflineTest {

  /** Rules about one object; those about an edit have nothing to say offline. */
  static Stream<CrdCases.Case> cases() {
    return CrdCases.ALL.stream().filter(c -> c.before() == null);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusedAndAcceptedAsByTheApiServer(CrdCases.Case c) {
    Typed refused = planned(c.kind(), "refused", c.refused());
    assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.out());
    assertTrue(refused.err().contains("refused, spec"), refused.err());
    assertEquals(List.of(), errors(planned(c.kind(), "accepted", c.accepted())));
  }

  /** But for names that lead nowhere, which an API server does not look at. */
  private static List<String> errors(Typed typed) {
    return typed
        .err()
        .lines()
        .filter(line -> line.contains(": document ") && !line.contains(": there is no "))
        .toList();
  }

  /** With what specs refer to. */
  private static Typed planned(String kind, String name, String spec) {
    StringBuilder input = new StringBuilder();
    for (String zone : new String[] {"a", "b", "c"}) {
      input
          .append("---\n")
          .append(object("AvailabilityZone", zone))
          .append("spec: {")
          .append(CrdCases.ZONE.replace("zone: a", "zone: x-" + zone))
          .append("}\n");
    }
    input.append("---\n").append(object("CloudProvider", "p")).append("spec: {displayName: P}\n");
    input
        .append("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n")
        .append(object(kind, name))
        .append("spec: {")
        .append(spec)
        .append("}\n");
    return Typed.withInput(input.toString(), "plan", "-f", "-");
  }

  private static String object(String kind, String name) {
    return "apiVersion: placement.bleu.cloud/v1alpha1\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + (kind.equals("BleuWorkload") || kind.equals("WorkloadPlacement")
            ? ", namespace: shop"
            : "")
        + "}\n";
  }
}
