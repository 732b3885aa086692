package cloud.bleu.delivery.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the copy of an object looks in another cluster. */
class CompanionCopyTest {

  private static final String NAMED = "name: a, namespace: shop";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: ConfigMap, metadata: {NAMED}, data: {k: v}, binaryData: {b: AA==}, immutable: true | kind: ConfigMap, metadata: {NAMED}, data: {k: v}, binaryData: {b: AA==}, immutable: true
          kind: Secret, metadata: {NAMED}, type: kubernetes.io/tls, data: {k: dg==} | kind: Secret, metadata: {NAMED}, type: kubernetes.io/tls, data: {k: dg==}
          kind: ServiceAccount, metadata: {NAMED}, secrets: [{name: a-token}], imagePullSecrets: [{name: p}], automountServiceAccountToken: false | kind: ServiceAccount, metadata: {NAMED}, imagePullSecrets: [{name: p}], automountServiceAccountToken: false
          kind: Service, metadata: {NAMED}, spec: {type: NodePort, selector: {app: web}, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4], ipFamilyPolicy: SingleStack, healthCheckNodePort: 31000, ports: [{port: 80, nodePort: 30080}]}, status: {loadBalancer: {}} | kind: Service, metadata: {NAMED}, spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
          kind: Service, metadata: {NAMED}, spec: {clusterIP: None, clusterIPs: [None]} | kind: Service, metadata: {NAMED}, spec: {clusterIP: None}
          kind: Service, metadata: {NAMED} | kind: Service, metadata: {NAMED}
          kind: PersistentVolumeClaim, metadata: {NAMED, annotations: {pv.kubernetes.io/bind-completed: y, volume.kubernetes.io/selected-node: n, volume.beta.kubernetes.io/storage-provisioner: p}}, spec: {storageClassName: s, volumeName: pv-1, resources: {requests: {storage: 1Gi}}}, status: {phase: Bound} | kind: PersistentVolumeClaim, metadata: {NAMED}, spec: {storageClassName: s, resources: {requests: {storage: 1Gi}}}
          kind: ConfigMap, metadata: {NAMED, uid: u, resourceVersion: '7', generation: 3, creationTimestamp: t, selfLink: s, finalizers: [f], generateName: g, ownerReferences: [{kind: K, name: n, uid: u, apiVersion: v1}], managedFields: [{manager: m}]} | kind: ConfigMap, metadata: {NAMED}
          kind: ConfigMap, metadata: {NAMED, labels: {app: web, argocd.argoproj.io/instance: i, kustomize.toolkit.fluxcd.io/name: k, placement.bleu.cloud/home: h, companion-of.placement.bleu.cloud/web: u}} | kind: ConfigMap, metadata: {NAMED, labels: {app: web}}
          kind: ConfigMap, metadata: {NAMED, labels: {app.kubernetes.io/managed-by: Helm, helm.sh/chart: c}} | kind: ConfigMap, metadata: {NAMED, labels: {helm.sh/chart: c}}
          kind: ConfigMap, metadata: {NAMED, labels: {app.kubernetes.io/managed-by: us}} | kind: ConfigMap, metadata: {NAMED, labels: {app.kubernetes.io/managed-by: us}}
          kind: Secret, metadata: {NAMED, annotations: {kubectl.kubernetes.io/last-applied-configuration: x, meta.helm.sh/release-name: r, argocd.argoproj.io/tracking-id: t, ours: y}} | kind: Secret, metadata: {NAMED, annotations: {ours: y}}
          """)
  void leavesOutWhatIsOfOneCluster(String source, String copy) {
    HasMetadata found = CompanionCopy.of(object(source));
    assertNotNull(found.getMetadata().getAnnotations().remove(CompanionCopy.ASKED));
    assertEquals(tree(object(copy)), tree(found));
  }

  @Test
  void copyOfACopyIsTheSame() {
    HasMetadata copy = CompanionCopy.of(object("kind: ConfigMap, metadata: {NAMED}, data: {k: v}"));
    assertEquals(tree(copy), tree(CompanionCopy.of(copy)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: ConfigMap, metadata: {NAMED}, data: {k: v} | true
          kind: ConfigMap, metadata: {NAMED, uid: u, labels: {theirs: x}}, data: {k: v} | true
          kind: ConfigMap, metadata: {NAMED}, data: {k: w} | false
          kind: ConfigMap, metadata: {NAMED}, data: {k: v, more: v} | false
          kind: ConfigMap, metadata: {NAMED} | false
          kind: ConfigMap, metadata: {NAMED}, data: {k: v}, immutable: true | false
          """)
  void holdsWhatItIsToSayAndNothingElse(String live, boolean holds) {
    HasMetadata asked = object("kind: ConfigMap, metadata: {NAMED}, data: {k: v}");
    assertEquals(holds, CompanionCopy.holds(asked, object(live)));
  }

  @Test
  void labelThatWasTakenAwayIsMissing() {
    HasMetadata asked = object("kind: ConfigMap, metadata: {NAMED, labels: {app: web}}");
    assertEquals(false, CompanionCopy.holds(asked, object("kind: ConfigMap, metadata: {NAMED}")));
  }

  @Test
  void tokenOfAClusterGoesNowhere() {
    String token = "kind: Secret, metadata: {NAMED}, type: ";
    assertNotNull(CompanionCopy.unfit(object(token + "kubernetes.io/service-account-token")));
    assertNull(CompanionCopy.unfit(object(token + "Opaque")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {ports: [{port: 80}]} | {ports: [{port: 80, nodePort: 30080}], clusterIP: 10.0.0.1, type: ClusterIP} | true
          {ports: [{port: 80}]} | {ports: [{port: 81}]} | false
          {ports: [{port: 80}], selector: {app: web}} | {ports: [{port: 80}]} | false
          """)
  void whatAClusterAllotsIsNoDrift(String asked, String live, boolean holds) {
    String service = "kind: Service, metadata: {NAMED}, spec: ";
    assertEquals(holds, CompanionCopy.holds(object(service + asked), object(service + live)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                       | , imagePullSecrets: [{name: runner-dockercfg-x}] | true
          , imagePullSecrets: [{name: p}]          | , imagePullSecrets: [{name: p}, {name: q}]       | true
          , imagePullSecrets: [{name: p}]          | , imagePullSecrets: [{name: q}]                  | false
          , imagePullSecrets: [{name: p}]          | ''                                               | false
          ''                                       | , automountServiceAccountToken: false            | true
          , automountServiceAccountToken: false    | ''                                               | false
          , automountServiceAccountToken: false    | , automountServiceAccountToken: true             | false
          """)
  void whatAClusterAddsToAnAccountIsNoDrift(String asked, String live, boolean holds) {
    String account = "kind: ServiceAccount, metadata: {NAMED}";
    assertEquals(holds, CompanionCopy.holds(object(account + asked), object(account + live)));
  }

  private static HasMetadata object(String text) {
    return Serialization.unmarshal("---\n{apiVersion: v1, " + text.replace("NAMED", NAMED) + "}");
  }

  private static JsonNode tree(HasMetadata object) {
    return Serialization.jsonMapper().valueToTree(object);
  }
}
