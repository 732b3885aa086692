package cloud.bleu.sandbox;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The CustomResourceDefinitions that travel in the jar. */
public final class ProjectCrds {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          CloudProvider.class,
          AvailabilityZone.class,
          SovereigntyPolicy.class,
          BleuWorkload.class,
          WorkloadPlacement.class,
          PlacementGate.class,
          SovereigntyWaiver.class,
          ResilienceDrill.class,
          MigrationPlan.class,
          DecisionLedger.class);

  private ProjectCrds() {}

  /** All of them, read once: they are the same objects for everybody, and not to be changed. */
  public static List<CustomResourceDefinition> all() {
    return Read.ALL;
  }

  /** Read when they are asked for first. */
  private static final class Read {
    private static final List<CustomResourceDefinition> ALL =
        KINDS.stream().map(ProjectCrds::load).toList();
  }

  private static CustomResourceDefinition load(Class<? extends HasMetadata> kind) {
    String file =
        "/cloud/bleu/crds/"
            + HasMetadata.getGroup(kind)
            + "_"
            + HasMetadata.getPlural(kind)
            + ".yaml";
    try (InputStream in = ProjectCrds.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + file);
      }
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
