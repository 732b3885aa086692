package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.standing.ZoneCluster;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** Zones in other clusters that the operator does not reach, each with why and what to do. */
public final class ReachFindings {

  private ReachFindings() {}

  /** One finding for each such zone, by its name. */
  public static List<Finding> of(List<AvailabilityZone> zones) {
    List<Finding> findings = new ArrayList<>();
    ZoneCluster.of(zones)
        .forEach(
            (zone, cluster) -> {
              Condition unreached = cluster.unreached();
              if (unreached != null) {
                findings.add(
                    new Finding(
                        "AvailabilityZone",
                        zone,
                        String.valueOf(unreached.getReason()),
                        unreached.getMessage() + command(cluster, unreached)));
              }
            });
    return findings;
  }

  /** What to type, where that is one command. */
  private static String command(ZoneCluster cluster, Condition unreached) {
    return switch (String.valueOf(unreached.getReason())) {
      case "SecretMissing" ->
          "; to create the Secret: kubectl create secret generic "
              + cluster.name()
              + " -n NAMESPACE --from-file="
              + cluster.key()
              + "=FILE";
      case "SecretsNotRead" -> right("members.enabled");
      case "ProfilesNotRead" -> right("clusterProfiles.enabled");
      case "KarmadaNotServed", "KarmadaNotWatched" -> right("karmada.enabled");
      default -> "";
    };
  }

  private static String right(String value) {
    return "; to give that right: helm upgrade RELEASE CHART -n NAMESPACE --reset-then-reuse-values"
        + " --set "
        + value
        + "=true";
  }
}
