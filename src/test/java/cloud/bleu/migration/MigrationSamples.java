package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservationTrust;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Plans, what they read and where to, for tests. */
public final class MigrationSamples {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /** As a pass reads, whatever day a wave is planned for. */
  private static final ObservationTrust READ =
      ObservationTrust.UNBROKEN.reading(LocalDate.ofInstant(NOW, ZoneRule.PARIS));

  public static final FindingCatalogue CATALOGUE = FindingCatalogue.shipped();

  private MigrationSamples() {}

  /** A plan of generation 1, never looked at. */
  public static MigrationPlan plan(String spec) {
    MigrationPlan plan =
        Serialization.unmarshal(
            "apiVersion: placement.bleu.cloud/v1alpha1\nkind: MigrationPlan\n"
                + "metadata: {name: shop, generation: 1}\nspec: "
                + spec,
            MigrationPlan.class);
    plan.setStatus(null);
    return plan;
  }

  /** Objects of files, as an API server hands them over: without a file and a line. */
  public static List<Manifest> seen(String... files) {
    return ManifestReader.read(List.of(files), InputStream.nullInputStream()).manifests().stream()
        .map(m -> Manifest.of(m.json()))
        .toList();
  }

  /** Objects of a text. */
  public static List<Manifest> text(String yaml) {
    return ManifestReader.read(
            List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .manifests()
        .stream()
        .map(m -> Manifest.of(m.json()))
        .toList();
  }

  public static ApiObjects objects(List<Manifest> manifests) {
    return ManifestObjects.of(new ManifestReader.Result(manifests, List.of())).objects();
  }

  /** What is planned for a plan that was never looked at. */
  public static PlannedMigration planned(
      MigrationOrder order, List<Manifest> source, ApiObjects target) {
    return planned(plan("{}"), order, source, target);
  }

  /** What is planned for a plan by what is read of a cluster. */
  public static PlannedMigration planned(
      MigrationPlan plan, MigrationOrder order, List<Manifest> source, ApiObjects target) {
    SourceInventory inventory = new SourceInventory(order, CATALOGUE);
    source.forEach(m -> inventory.add(List.of(m)));
    String provider = order.target().name();
    return inventory.plan(
        plan,
        TargetEstate.of(
            target,
            (objects, at) ->
                EstateTranslator.translate(objects, at, Map.of(), READ, new TranslationMemory()),
            provider,
            OpenMoves.of(target, provider)),
        NOW);
  }
}
