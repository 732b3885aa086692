package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bleu assess --write} drafts for another cluster, as a person types it. */
class AssessDraftsTest {

  private static final String HERE = "nodeSelector: {zone: z}";
  private static final String MEMBER = "cluster: {kubeconfigSecretRef: {name: m}}";

  private static String estate(String target) {
    return """
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {displayName: P}}
        ---
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: z}, spec: {provider: p, region: r, site: s, capacity: {cpu: '64', memory: 64Gi}, target: {%s}}}
        """
        .formatted(target);
  }

  private static String deployment(String pod, String container) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              %s
              containers:
              - name: web
                image: registry.example/web:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
                %s
        """
        .formatted(pod, container);
  }

  /** The lines of the list of companions, without the guesses. */
  private static List<String> companions(Path directory, String manifests, String target)
      throws IOException {
    String draft = draft(directory, manifests, target);
    return draft
        .lines()
        .map(l -> l.strip().replace("#   name", "# name"))
        .filter(l -> l.matches("(# )?(companions:|- kind: .*|name: (?!web$).*)"))
        .toList();
  }

  private static String draft(Path directory, String manifests, String target) throws IOException {
    Path zones = Files.writeString(directory.resolve("estate.yaml"), estate(target));
    Path today = Files.writeString(directory.resolve("today.yaml"), manifests);
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu(
            "assess -f %s --target p --estate %s --write %s"
                .formatted(today, zones, drafts)
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    Typed plan = Typed.bleu("plan -f %s -f %s -f %s".formatted(zones, today, drafts).split(" "));
    assertEquals(0, plan.code(), plan.out() + plan.err());
    return Files.readString(drafts.resolve("shop/web.yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          envFrom: [{configMapRef: {name: conf}}]                                                    | companions:, - kind: ConfigMap, name: conf
          envFrom: [{configMapRef: {name: conf, optional: true}}]                                    |
          envFrom: [{configMapRef: {name: "2026-11-24"}}]                                            | companions:, - kind: ConfigMap, name: "2026-11-24"
          env: [{name: A, valueFrom: {configMapKeyRef: {name: conf, key: a}}}]                       | companions:, - kind: ConfigMap, name: conf
          env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: a}}}]                         | # companions:, # - kind: Secret, # name: login
          envFrom: [{configMapRef: {name: conf}}, {secretRef: {name: login}}, {configMapRef: {name: conf}}] | companions:, - kind: ConfigMap, name: conf, # - kind: Secret, # name: login
          envFrom: [{configMapRef: {name: kube-root-ca.crt}}]                                        |
          envFrom: [{configMapRef: {name: Not_A_Name}}]                                              |
          """)
  void whatAContainerMentionsGoesAlong(String container, String list, @TempDir Path directory)
      throws IOException {
    assertEquals(
        list == null ? "" : list,
        String.join(", ", companions(directory, deployment("", container), MEMBER)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serviceAccountName: web-account                                          | companions:, - kind: ServiceAccount, name: web-account
          serviceAccountName: default                                              |
          imagePullSecrets: [{name: pull}]                                         | # companions:, # - kind: Secret, # name: pull
          volumes: [{name: v, configMap: {name: conf}}]                            | companions:, - kind: ConfigMap, name: conf
          volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]           | # companions:, # - kind: PersistentVolumeClaim, # name: data
          volumes: [{name: v, projected: {sources: [{secret: {name: login}}]}}]    | # companions:, # - kind: Secret, # name: login
          volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: vault}}}] |
          """)
  void whatAPodMentionsGoesAlong(String pod, String list, @TempDir Path directory)
      throws IOException {
    assertEquals(
        list == null ? "" : list,
        String.join(", ", companions(directory, deployment(pod, ""), MEMBER)));
  }

  /** One that opens an address outside waits for the day. */
  @ParameterizedTest
  @CsvSource({"ClusterIP, ''", "LoadBalancer, '# '", "NodePort, '# '"})
  void aServiceThatSelectsThePodsGoesAlong(String type, String mark, @TempDir Path directory)
      throws IOException {
    String service =
        """
        ---
        {apiVersion: v1, kind: Service, metadata: {name: front, namespace: shop}, spec: {type: %s, selector: {app: web}, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: other, namespace: shop}, spec: {selector: {app: other}, ports: [{port: 80}]}}
        """
            .formatted(type);
    assertEquals(
        List.of(mark + "- kind: Service", mark + "name: front"),
        companions(directory, deployment("", "") + service, MEMBER).stream()
            .filter(l -> !l.endsWith("companions:"))
            .toList());
  }

  @Test
  void whereTheZonesAreInThisClusterAllOfItIsAComment(@TempDir Path directory) throws IOException {
    List<String> list =
        companions(directory, deployment("", "envFrom: [{configMapRef: {name: conf}}]"), HERE);
    assertEquals(List.of("# companions:", "# - kind: ConfigMap", "# name: conf"), list);
  }

  @Test
  void eachIsAGuessThatSaysWhatToCheck(@TempDir Path directory) throws IOException {
    String draft =
        draft(
            directory,
            deployment(
                "volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes:"
                    + " {secretProviderClass: vault}}}]",
                "envFrom: [{configMapRef: {name: conf}}, {secretRef: {name: login}}]"),
            MEMBER);
    for (String line :
        List.of(
            "# GUESS: the template mentions it; look for addresses of today in it; the input does"
                + " not have it",
            "# GUESS: a Secret goes along only where somebody names it; confirm that",
            "# GUESS: SecretProviderClass vault cannot go along; create it in the other cluster")) {
      assertTrue(draft.contains("    " + line), draft);
    }
    assertFalse(draft.contains("in this cluster"), draft);
  }
}
