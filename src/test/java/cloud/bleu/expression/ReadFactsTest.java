package cloud.bleu.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fact beside the verdict of an expression on lists of records: that of each of them. */
class ReadFactsTest {

  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";

  private static Estate estate(int images) {
    String containers =
        IntStream.range(0, images)
            .mapToObj(
                i ->
                    "{name: c%d, image: 'registry.example/image:%d', resources: {requests: {cpu: 10m}}}"
                        .formatted(i, i))
            .collect(Collectors.joining(", "));
    String yaml =
        API
            + "kind: AvailabilityZone\nmetadata: {name: z}\n"
            + "spec: {provider: p, region: r, site: s, capacity: {cpu: 9}}\n---\n"
            + API
            + "kind: BleuWorkload\nmetadata: {name: app, namespace: team}\n"
            + "spec:\n  dataClasses: [Health]\n  replicas: 1\n"
            + "  resilience: {tolerate: [{of: Zone, keep: 0}, {of: Site, keep: 0}]}\n"
            + "  workload: {deployment: {template: {metadata: {labels: {app: a}},"
            + " spec: {containers: ["
            + containers
            + "]}}}}\n";
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-02-01T00:00:00Z"),
            Map.of())
        .estate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2; workload.closure.images.exists(i, i.reference.contains('@sha')); images.reference of the workload; registry.example/image:0, registry.example/image:1",
        "99; workload.closure.images.exists(i, i.reference.contains('@sha')); images.reference of the workload; registry.example/image:0, registry.example/image:1, registry.example/image:2 and 96 more",
        "2; workload.closure.claims.exists(c, c.storageClass == 'x'); claims.storageClass of the workload (not stated); ''",
        "2; workload.spread.exists(s, s.hard); spread.hard of the workload (not stated); ''",
        "2; workload.tolerate.exists(t, t.of.name == 'Region'); tolerate.of.name of the workload; Zone, Site",
        "2; workload.closure.content == 'External'; content of the workload; Template",
        "2; workload.closure.images.size() == 0; images of the workload; ''"
      })
  void ofLists(int images, String expression, String text, String value) {
    Estate estate = estate(images);
    Workload workload = estate.workloads().get(0);
    BoundRule rule =
        new BoundRule(
            ((Expressions.Compiled.Rule) Expressions.compile(expression, null, List.of())).rule(),
            "own",
            "p",
            BoundRule.Action.Enforce,
            BoundRule.OnViolation.Report,
            Parameters.NONE,
            List.of());
    Verdict verdict = rule.evaluate(workload, estate.zone("z"), estate);
    List<StatedFact> facts = rule.facts(verdict, workload, estate.zone("z"), estate);
    assertEquals(1, facts.size());
    String dated = facts.get(0).dated();
    assertEquals(text, facts.get(0).text() + (dated.isEmpty() ? "" : " (" + dated + ")"));
    assertEquals(value, facts.get(0).value());
  }
}
