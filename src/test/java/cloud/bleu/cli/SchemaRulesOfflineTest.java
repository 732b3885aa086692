package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CrdCases;
import cloud.bleu.cli.terminal.ExitCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /**
   * What the schema says and what its rules say, of one object in one go. What a rule reads may be
   * what is wrong, or may stand there under another name: then it says nothing.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # Beside what is wrong.
          zone | health: {probes: [{name: p, period: x, tcp: {host: a, port: 80}, http: {url: "http://a"}}]} | health.probes[0].period: not a duration, health.probes[0]: a probe asks by tcp or by http: state one of the two
          zone | health: {probes: [{name: p, tcp: {host: a, port: 0}, http: {url: "http://a"}}]} | health.probes[0].tcp.port: out of bounds, health.probes[0]: a probe asks by tcp or by http: state one of the two
          zone | health: {probes: [{name: p, failureThreshold: 99}]} | health.probes[0].failureThreshold: out of bounds, health.probes[0]: a probe asks by tcp or by http: state one of the two
          zone | health: {probes: [{name: p, perod: 5s, tcp: {host: a, port: 80}, http: {url: "http://a"}}]} | health.probes[0].perod: unknown field, health.probes[0]: a probe asks by tcp or by http: state one of the two
          zone | health: {probes: [{name: p, http: {url: "http://a", statusFrom: 300, statusTo: 299}, period: 5s, timeout: x}]} | health.probes[0].timeout: not a duration, health.probes[0].http.statusFrom: is above statusTo
          zone | health: {degradedBelow: 10, silentUpTo: 20, silentAfter: x} | health.silentAfter: not a duration, health.silentUpTo: is not below degradedBelow
          workload | placement: {perZone: {min: 4, max: 3}, weights: [{zone: a, weight: x}]} | placement.weights[0].weight: found the text, placement.perZone.max: min is greater than max
          workload | resilience: {rpo: 0s, failover: {after: x}} | resilience.failover.after: not a duration, resilience.tolerate: rto and rpo are about the losses to tolerate, and none is listed
          # One of translators, one of rules.
          zone | health: {probes: [{name: p, period: 5s, timeout: 6s, tcp: {host: a, port: 80}, http: {url: "http://a"}}]} | health.probes[0].timeout: is longer than period, health.probes[0]: a probe asks by tcp or by http: state one of the two
          # By what is wrong itself.
          zone | health: {probes: [{name: p, tcp: 80}]} | health.probes[0].tcp: found the number 80
          zone | health: {probes: [{name: p, tcp: 80, http: {url: "http://a"}}]} | health.probes[0].tcp: found the number 80
          zone | health: {probes: [{name: p, tpc: {host: a, port: 80}}]} | health.probes[0].tpc: unknown field
          zone | health: {probes: [{name: p}], tcp: {host: a, port: 80}} | health.tcp: unknown field, health.probes[0]: states neither tcp nor http
          zone | health: {probes: [{name: p, timeout: 8s, period: x, tcp: {host: a, port: 80}}]} | health.probes[0].period: not a duration
          zone | health: {probes: [{name: p, timeout: 9s, tcp: {host: a, port: 80}}, {name: q, timeot: 6s, period: 5s, tcp: {host: a, port: 80}}]} | health.probes[1].timeot: unknown field
          zone | health: {probes: [{name: p, prod: 20s, period: 5s, timeout: 2s, tcp: {host: a, port: 80}}]} | health.probes[0].prod: unknown field
          workload | resilience: {rpo: 0s, tolerate: [{of: 5}]} | resilience.tolerate[0].of: found the number 5
          workload | resilience: {rpo: 0s, tolerate: [5]} | resilience.tolerate[0]: found the number 5
          """)
  void allAtOnce(String kind, String spec, String expected) {
    Typed refused =
        kind.equals("zone")
            ? planned("AvailabilityZone", "refused", CrdCases.ZONE + ", " + spec)
            : planned("BleuWorkload", "refused", CrdCases.WORKLOAD + ", " + spec);
    assertEquals(
        Stream.of(expected.split(", (?=[a-z]+\\.)")).sorted().toList(),
        refused
            .err()
            .lines()
            .filter(line -> line.contains("refused, spec."))
            .map(line -> line.replaceFirst(".*refused, spec\\.", ""))
            .map(line -> line.replaceFirst("(: (?:\"|[0-9])| \").*|;.*", ""))
            .sorted()
            .toList(),
        refused.err());
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
