package cloud.bleu.source;

import cloud.bleu.assess.model.InputOrigin;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Helm keeps of one revision of a release, as far as it is assessed. Its values and the files
 * of its chart are not kept.
 *
 * @param namespace in which Helm keeps it, and puts what names none
 * @param revision counted from 1
 * @param chart empty where it has no name
 * @param manifest what was rendered, as {@code helm get manifest} prints it
 * @param hooks the same of {@code helm get hooks}
 */
public record HelmRelease(
    String name,
    String namespace,
    int revision,
    String chart,
    String chartVersion,
    String appVersion,
    String manifest,
    String hooks) {

  /** Kinds that are in no namespace, whatever the release. */
  private static final Set<String> OF_CLUSTER =
      Set.of(
          "APIService",
          "CSIDriver",
          "ClusterRole",
          "ClusterRoleBinding",
          "ClusterTrustBundle",
          "CustomResourceDefinition",
          "GatewayClass",
          "IngressClass",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "MutatingWebhookConfiguration",
          "Namespace",
          "Node",
          "PersistentVolume",
          "PriorityClass",
          "RuntimeClass",
          "StorageClass",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "ValidatingWebhookConfiguration");

  /** Which release it is, for people and for programs. */
  public InputOrigin origin() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("release", name);
    facts.put("namespace", namespace);
    facts.put("revision", String.valueOf(revision));
    facts.put("chart", chart);
    facts.put("chartVersion", chartVersion);
    facts.put("appVersion", appVersion);
    return new InputOrigin(
        "Helm release "
            + namespace
            + "/"
            + name
            + ", revision "
            + revision
            + ", chart "
            + chart
            + " "
            + chartVersion
            + (appVersion.isEmpty() ? "" : " (app " + appVersion + ")"),
        facts);
  }

  /**
   * Hands over what was rendered. Lines are those of {@code helm get manifest} and {@code helm get
   * hooks}.
   */
  public void read(ManifestReader.Receiver receiver) {
    ManifestReader.Receiver placed =
        new ManifestReader.Receiver() {
          @Override
          public void objects(List<Manifest> objects) {
            receiver.objects(objects.stream().map(HelmRelease.this::placed).toList());
          }

          @Override
          public void problem(ManifestProblem problem) {
            receiver.problem(problem);
          }
        };
    ManifestReader.read("helm get manifest " + name, manifest, placed);
    ManifestReader.read("helm get hooks " + name, hooks, placed);
  }

  /** Helm puts what names no namespace into that of the release. */
  private Manifest placed(Manifest manifest) {
    return isOfCluster(manifest) ? manifest : manifest.in(namespace);
  }

  /**
   * By custom, resources of other groups named so are of no namespace: ClusterIssuer,
   * ClusterPolicy. A kind that is Cluster itself is of one, as are those of the Cluster API.
   */
  private static boolean isOfCluster(Manifest manifest) {
    String kind = manifest.ref().kind();
    String group = manifest.apiVersion().split("/", 2)[0];
    return OF_CLUSTER.contains(kind)
        || (kind.startsWith("Cluster")
            && !kind.equals("Cluster")
            && !group.endsWith("cluster.x-k8s.io"));
  }
}
