package cloud.bleu.delivery.companion;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The companions of workloads in their own cluster, each read by its name. So the operator needs no
 * right to list or to watch them, and reads none that no workload names. It waits for the server.
 */
public final class CompanionSource {

  private static final String NOT_READ = "CompanionNotRead";

  private final KubernetesClient client;
  private final Predicate<String> served;

  /**
   * @param client of the cluster of the workloads
   */
  public CompanionSource(KubernetesClient client) {
    this(client, namespace -> true);
  }

  /**
   * @param client of the cluster of the workloads
   * @param served whether companions may be read in a namespace; in another none is asked for
   */
  public CompanionSource(KubernetesClient client, Predicate<String> served) {
    this.client = client;
    this.served = served;
  }

  /**
   * A companion as it is now.
   *
   * @param object null when there is none to copy
   * @param problem why, null when there is
   */
  public record Found(@Nullable HasMetadata object, @Nullable DeliveryProblem problem) {
    /** Whether it is not known what there is. */
    public boolean isUnread() {
      return problem != null && problem.code().equals(NOT_READ);
    }
  }

  /** Reads one; a server that does not answer is a problem too. */
  public Found read(BleuWorkload workload, Companion companion) {
    String namespace = workload.getMetadata().getNamespace();
    String what = companion.kind() + " " + companion.name() + " of namespace " + namespace;
    if (!served.test(namespace)) {
      return new Found(
          null,
          DeliveryProblem.passing(
              NOT_READ,
              what
                  + " is a companion of the workload, and the operator may not read it: add the"
                  + " namespace to rbac.namespaces of the chart"));
    }
    HasMetadata object;
    try {
      object =
          client
              .resources(CompanionKind.valueOf(companion.kind()).type())
              .inNamespace(namespace)
              .withName(companion.name())
              .get();
    } catch (KubernetesClientException e) {
      return new Found(null, unread(companion, what, e));
    }
    if (object == null) {
      return new Found(
          null,
          DeliveryProblem.passing(
              DeliveryProblem.COMPANION_MISSING,
              what
                  + " is a companion of the workload and does not exist: create it, or take it out"
                  + " of spec.workload.companions"));
    }
    String unfit = CompanionCopy.unfit(object);
    return unfit == null
        ? new Found(object, null)
        : new Found(
            null,
            DeliveryProblem.forPerson(
                DeliveryProblem.REFUSED,
                what + " " + unfit + ": take it out of spec.workload.companions"));
  }

  private static DeliveryProblem unread(
      Companion companion, String what, KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        ? DeliveryProblem.passing(
            NOT_READ,
            what
                + " is a companion of the workload, and the operator may not read it: "
                + (companion.kind().equals("Secret")
                    ? "add the namespace to members.companions.secretNamespaces of the chart"
                    : "set members.companions.enabled of the chart"))
        : DeliveryProblem.passing(
            NOT_READ, what + " is a companion of the workload and cannot be read at the moment");
  }
}
