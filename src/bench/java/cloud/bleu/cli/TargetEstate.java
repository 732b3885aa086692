package cloud.bleu.cli;

import cloud.bleu.delivery.ocm.ManagedClusterCrds;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.sandbox.FleetMember;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A zone of each kind of target, each with its way into its cluster, on a hub with a {@link
 * LoadEstate}.
 */
final class TargetEstate {

  /** The ManagedCluster of the zone of Open Cluster Management. */
  static final String MANAGED = "managed-1";

  private static final String PROVIDERS =
      """
      {"providers": [{"name": "site", "execConfig":
        {"apiVersion": "client.authentication.k8s.io/v1", "command": "%s", "interactiveMode": "Never"}}]}
      """;
  private static final String ANSWER =
      """
      {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s"}}
      """;
  private static final String PROFILE =
      """
      apiVersion: multicluster.x-k8s.io/v1alpha1
      kind: ClusterProfile
      metadata: {name: profiled, namespace: load}
      spec: {clusterManager: {name: a-manager}}
      status:
        accessProviders:
        - {name: site, cluster: {server: "%s", certificate-authority-data: "%s"}}
      """;

  private final KubernetesClient hub;

  TargetEstate(KubernetesClient hub) {
    this.hub = hub;
  }

  /** The namespace, the provider, and the kinds of others that zones lead to. */
  void begin() {
    LoadEstate.begin(hub);
    ManagedClusterCrds.establish(hub, ManagedClusterCrds.all());
    ManagedClusterCrds.establish(hub, List.of(ClusterProfileCrd.read()));
  }

  /**
   * A zone.
   *
   * @param target the content of spec.target, in the flow style of YAML
   */
  void zone(String name, String target) {
    create(LoadEstate.zone(name, LoadEstate.CAPACITY, target));
  }

  /** The target that leads into a member by the kubeconfig of its administrator. */
  String byKubeconfig(FleetMember member) {
    create(member.kubeconfigSecret("default"));
    return "cluster: {kubeconfigSecretRef: {name: " + member.name() + "}}";
  }

  /**
   * The target that leads into a member by a ClusterProfile, with the rights of {@code
   * examples/members/rbac.yaml}.
   *
   * @param folder gets the credential plugin, and {@code providers.json}, which names it
   */
  String byProfile(FleetMember member, Path folder) throws IOException {
    try (InputStream rights = Files.newInputStream(Path.of("examples/members/rbac.yaml"))) {
      member
          .client()
          .load(rights)
          .items()
          .forEach(object -> member.client().resource(object).serverSideApply());
    }
    Path answer =
        Files.writeString(
            folder.resolve("answer"),
            ANSWER.formatted(member.plane().token("bleu-member", "bleu")));
    Path plugin =
        Files.writeString(folder.resolve("plugin"), "#!/bin/sh\nexec cat " + answer + "\n");
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("providers.json"), PROVIDERS.formatted(plugin));
    Config config = Config.fromKubeconfig(member.plane().adminKubeconfig());
    GenericKubernetesResource profile =
        Serialization.unmarshal(
            PROFILE.formatted(config.getMasterUrl(), config.getCaCertData()),
            GenericKubernetesResource.class);
    hub.resource(profile).serverSideApply();
    hub.resource(profile).updateStatus();
    return "clusterProfile: {name: profiled, namespace: load}";
  }

  void create(HasMetadata object) {
    hub.resource(object).create();
  }
}
