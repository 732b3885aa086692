package cloud.bleu.translate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is accepted of the ordinals that somebody states a StatefulSet had before. */
class StatedOrdinalsTest {

  @Test
  void theVolumesAreThoseWhoseNumberIsStated() {
    Translation read =
        read(
            "{zone: b, ordinalsStart: 100000, ordinals: 2}, {zone: a, ordinalsStart: 0},"
                + " {zone: gone, ordinalsStart: 1900000000, ordinals: 1}");
    assertEquals(List.of(), read.problems());
    Map<String, Integer> volumes = read.estate().workloads().get(0).formerVolumes();
    assertEquals(Map.of("b", 2, "gone", 1), volumes);
    assertEquals(List.of("b", "gone"), List.copyOf(volumes.keySet()), "the latest at the end");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {zone: a, ordinalsStart: 0}, {zone: a, ordinalsStart: 100000} | [1].zone | the zone a is named twice
          {zone: a, ordinalsStart: 0}, {zone: a, ordinalsStart: 0} | [1].zone | the zone a is named twice
          {zone: a, ordinalsStart: 0}, {zone: b, ordinalsStart: 0} | [1].ordinalsStart | 0 is the block of a already
          {zone: a, ordinalsStart: 100001} | [0].ordinalsStart | 100001 begins no block
          {zone: a} | [0].ordinalsStart | is missing
          {ordinalsStart: 0} | [0].zone | is missing
          """)
  void aListThatContradictsItselfIsNotUsed(String list, String path, String what) {
    assertEquals(
        List.of("spec.workload.statefulSet.formerOrdinals" + path + ": " + what),
        read(list).problems().stream().map(p -> p.path() + ": " + p.what()).toList());
  }

  private static Translation read(String list) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: db, namespace: shop}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              formerOrdinals: [%s]
              template: {spec: {containers: [{name: a, image: none, resources: {requests: {cpu: 1}}}]}}
        """
            .formatted(list);
    return EstateTranslator.translate(
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
            .objects(),
        Instant.parse("2026-11-01T00:00:00Z"),
        Map.of());
  }
}
