package cloud.bleu.delivery.member;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The gates in another cluster, and the policies and bindings by which its API server enforces
 * them.
 */
final class GateObjects {

  private final KubernetesClient client;
  private final ClusterWriter writer;
  private final String home;

  /**
   * What was seen of a cluster.
   *
   * @param gates by namespace, those of others too; null where the kind is not served, or cannot be
   *     read
   * @param missing policies and bindings that are not there, or do not refuse
   * @param unread what this account may not read, in the words of its API server; null: nothing
   * @param unseen why the policies are not known otherwise; null: they are
   */
  record Seen(
      @Nullable Map<String, PlacementGate> gates,
      SortedSet<String> missing,
      @Nullable String unread,
      @Nullable String unseen) {}

  /**
   * @param client of that cluster, to read with
   * @param writer of the same cluster
   * @param home uid of the namespace kube-system of the cluster that decides
   */
  GateObjects(KubernetesClient client, ClusterWriter writer, String home) {
    this.client = client;
    this.home = home;
    this.writer = writer;
  }

  /**
   * Reads all of it.
   *
   * @throws KubernetesClientException when the gates cannot be read, though that is allowed
   */
  Seen look() {
    Map<String, PlacementGate> gates = new HashMap<>();
    try {
      client.resources(PlacementGate.class).inAnyNamespace().list().getItems().stream()
          .filter(gate -> gate.getMetadata().getName().equals(PlacementGate.NAME))
          .forEach(gate -> gates.put(gate.getMetadata().getNamespace(), gate));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return new Seen(null, new TreeSet<>(), null, null);
      }
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new Seen(null, new TreeSet<>(), words(e), null);
      }
      throw e;
    }
    try {
      return new Seen(
          gates,
          ChartPolicies.missing(
              ChartPolicies.MEMBER,
              client.admissionRegistration().v1().validatingAdmissionPolicies().list().getItems(),
              client
                  .admissionRegistration()
                  .v1()
                  .validatingAdmissionPolicyBindings()
                  .list()
                  .getItems()),
          null,
          null);
    } catch (KubernetesClientException e) {
      // The gates are written all the same: what binds pods in that cluster reads them.
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? new Seen(gates, new TreeSet<>(), words(e), null)
          : new Seen(gates, new TreeSet<>(), null, "its admission policies: " + words(e));
    }
  }

  /** Why something could not be read, without the address that was asked. */
  static String words(KubernetesClientException e) {
    return Refusal.isAnswered(e) ? Refusal.words(e) : "its API server does not answer";
  }

  /** A namespace of that cluster; null when there is none. */
  @Nullable Namespace namespace(String name) {
    return client.namespaces().withName(name).get();
  }

  /** Whether a gate was written by this hub. */
  boolean isOurs(HasMetadata gate) {
    return home.equals(ObjectLabels.get(gate, Labels.HOME));
  }

  /**
   * Writes a gate, over exactly the version that was read.
   *
   * @param live as it was read, null when there was none
   * @throws KubernetesClientException 409 when there is another by now, 404 when it is gone
   */
  PlacementGate write(String namespace, @Nullable PlacementGate live, PlacementGateSpec spec) {
    PlacementGate next = new PlacementGate();
    next.setSpec(spec);
    if (live == null) {
      next.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(namespace)
              .withName(PlacementGate.NAME)
              .addToLabels(Labels.HOME, home)
              .build());
      return writer.create(next);
    }
    next.setMetadata(new ObjectMetaBuilder(live.getMetadata()).build());
    return client.resource(next).update();
  }

  /** Deletes exactly the version that was read. */
  void delete(PlacementGate live) {
    writer.delete(live);
  }
}
