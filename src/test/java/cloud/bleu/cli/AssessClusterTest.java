package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.source.AssessedKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is assessed of a cluster, with all rights and with few. */
@Tag("wiring")
class AssessClusterTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHOP = "examples/aks-shop/today";

  private static final String WEB =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: 'docker.io/a/web:1', envFrom: [{configMapRef: {name: web}}]}]}}}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}, data: {url: 'https://a.blob.core.windows.net'}}
      """;

  private static final AssessedKind VAULTS =
      new AssessedKind(
          "secrets-store.csi.x-k8s.io",
          "v1",
          "SecretProviderClass",
          "secretproviderclasses",
          true,
          1);

  @TempDir private Path folder;
  private ListedCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new ListedCluster(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static JsonNode tree(Typed typed) throws IOException {
    return JSON.readTree(typed.out());
  }

  /** Findings or workloads without their place in a file, in an order of their own. */
  static List<JsonNode> unplaced(JsonNode tree, String field) {
    List<JsonNode> all = new ArrayList<>();
    tree.path(field)
        .forEach(
            one -> {
              ObjectNode bare = one.deepCopy();
              bare.remove(List.of("file", "line"));
              all.add(bare);
            });
    all.sort(Comparator.comparing(JsonNode::toString));
    return all;
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.path(field).asText()));
    return texts;
  }

  @Test
  void aClusterGivesWhatItsManifestsGive() throws IOException {
    cluster.with(VAULTS).holdingAll(SHOP);
    for (String more : List.of("", " --target s3ns")) {
      Typed read = cluster.bleu("assess -o json" + more);
      Typed files = Typed.bleu(("assess -o json -f " + SHOP + more).split(" "));
      assertEquals("", read.err());
      assertEquals(files.code(), read.code());
      assertEquals(unplaced(tree(files), "findings"), unplaced(tree(read), "findings"));
      assertEquals(unplaced(tree(files), "workloads"), unplaced(tree(read), "workloads"));
      assertFalse(tree(read).path("findings").get(0).has("file"));
    }
    assertTrue(cluster.requests().stream().noneMatch(r -> r.matches(".*/secrets( .*)?")));
    String graph = cluster.bleu("assess --graph -o mermaid").out();
    assertEquals(Typed.bleu("assess", "-f", SHOP, "--graph", "-o", "mermaid").out(), graph);
    Path drafts = folder.resolve("drafts");
    assertEquals(0, cluster.bleu("assess --write " + drafts).code());
    Typed planned = cluster.bleu("assess --plan --estate examples/migration");
    assertTrue(planned.out().startsWith("Next: wave 1"), planned.out() + planned.err());
  }

  @Test
  void whereIsTheObjectAndThePath() {
    cluster.holding(WEB);
    String found = cluster.bleu("assess").out();
    assertTrue(found.contains("Change PublicEndpoint ConfigMap shop/web, data.url\n"), found);
    assertTrue(found.contains("All namespaces of the cluster but those of Kubernetes"), found);
    String sarif = cluster.bleu("assess -o sarif").out();
    assertFalse(sarif.contains("physicalLocation"), sarif);
    assertTrue(sarif.contains("\"fullyQualifiedName\": \"ConfigMap shop/web, data.url\""), sarif);
    assertFalse(cluster.bleu("assess -o junit").out().contains("file="));
    assertTrue(
        cluster.bleu("assess -o html").out().contains("<li>ConfigMap shop/web, data.url</li>"));
  }

  @Test
  void whatAControllerMadeIsSeenOnce() throws IOException {
    cluster.holding(
        WEB
            + """
            ---
            {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}, spec: {template: {spec: {containers: [{name: c, image: i}]}}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: web-1-a, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true}]}, spec: {containers: [{name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: static, namespace: shop, ownerReferences: [{apiVersion: v1, kind: Node, name: n, controller: true}]}, spec: {containers: [{name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: pg-1, namespace: shop, ownerReferences: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: pg, controller: true}]}, spec: {containers: [{name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: alone, namespace: shop}, spec: {volumes: [{name: kube-api-access-x, projected: {sources: [{configMap: {name: kube-root-ca.crt}}]}}], containers: [{name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, namespace: shop}, data: {url: 'https://b.blob.core.windows.net'}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: sh.helm.release.v1.web.v1, namespace: shop}, data: {release: 'https://b.blob.core.windows.net'}}
            """);
    JsonNode read = tree(cluster.bleu("assess -o json"));
    assertEquals(
        List.of("Deployment shop/web", "Pod shop/alone", "Pod shop/pg-1"),
        texts(read.path("workloads"), "workload"));
    assertFalse(read.toString().contains("b.blob"), read.toString());
    assertEquals(
        "[[],[],[]]",
        JSON.valueToTree(read.path("workloads").findValues("notSeen")).toString(),
        "what every namespace gets of the cluster is not missed");
  }

  @Test
  void namespacesAndLabelsAreThoseThatAreAskedFor() throws IOException {
    cluster.holding(
        WEB
            + "---\n"
            + WEB.replace("namespace: shop", "namespace: other")
            + "---\n"
            + WEB.replace("namespace: shop", "namespace: kube-system")
            + "---\n"
            + WEB.replace("name: web", "name: api").replace("app: web", "app: api"));
    assertEquals(
        List.of("Deployment other/web", "Deployment shop/api", "Deployment shop/web"),
        workloads("assess"));
    assertEquals(workloads("assess"), workloads("assess -A"));
    assertEquals(
        List.of("Deployment shop/api", "Deployment shop/web"), workloads("assess -n shop"));
    assertEquals(List.of("Deployment kube-system/web"), workloads("assess -n kube-system"));
    assertEquals(List.of("Deployment shop/web"), workloads("assess -n shop -l app=web"));
    List<String> selecting =
        cluster.requests().stream().filter(r -> r.contains("labelSelector=app=web")).toList();
    assertTrue(selecting.stream().anyMatch(r -> r.contains("/deployments")), selecting.toString());
    assertTrue(selecting.stream().noneMatch(r -> r.contains("configmap")), selecting.toString());
  }

  private List<String> workloads(String command) throws IOException {
    return texts(tree(cluster.bleu(command + " -o json")).path("workloads"), "workload");
  }

  @Test
  void aPlanNamesTheNamespaces() {
    cluster.holdingAll(SHOP);
    Typed typed =
        cluster.bleu(
            "assess --plan --estate examples/migration --waves examples/aks-shop/move/plan.yaml");
    assertTrue(typed.out().contains("wave 1"), typed.err());
    assertTrue(
        cluster.requests().stream().anyMatch(r -> r.contains("/namespaces/boutique/deployments")),
        cluster.requests().toString());
  }

  /** 230 of a kind come in three pages; a server that forgot the list says how to go on. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void eachPageIsRead(boolean forgets) throws IOException {
    StringBuilder services = new StringBuilder(WEB);
    for (int i = 0; i < 230; i++) {
      services.append(
          "---\n{apiVersion: v1, kind: Service, metadata: {name: s%s, namespace: shop}, spec: {type: ExternalName, externalName: s%s.blob.core.windows.net}}\n"
              .formatted(String.valueOf(i), String.valueOf(i)));
    }
    cluster.holding(services.toString());
    if (forgets) {
      cluster.forgetting();
    }
    Typed typed = cluster.bleu("assess -o json");
    assertEquals("", typed.err());
    assertEquals(
        230,
        texts(tree(typed).path("findings"), "object").stream()
            .filter(o -> o.startsWith("Service"))
            .distinct()
            .count());
    List<String> pages =
        cluster.requests().stream().filter(r -> r.startsWith("/api/v1/services")).toList();
    assertEquals(forgets ? 5 : 3, pages.size(), pages.toString());
    assertTrue(pages.stream().allMatch(r -> r.contains("limit=100")), pages.toString());
  }

  /** The others are answered, and each format says what is missing. */
  @ParameterizedTest
  @CsvSource({
    "configmaps, 403, Forbidden, this user may not list them",
    "horizontalpodautoscalers.autoscaling, 404, NotServed, the API server does not serve them",
    "pods, 400, Failed, the API server answered with an error"
  })
  void aKindThatIsNotReadIsNotSeen(String resource, int code, String reason, String says)
      throws IOException {
    cluster.holding(WEB).refusing(resource, code);
    Typed typed = cluster.bleu("assess -n shop -o json");
    assertEquals(3, typed.code(), typed.err());
    JsonNode kind = tree(typed).path("notSeen").path("kinds").get(0);
    assertEquals(resource, kind.path("resource").asText());
    assertEquals("namespace shop", kind.path("where").asText());
    assertEquals(reason, kind.path("reason").asText());
    assertEquals(
        code == 403
            ? "kubectl auth can-i list configmaps -n shop --kubeconfig " + cluster.kubeconfig()
            : "",
        kind.path("check").asText());
    assertTrue(
        typed.err().startsWith("not seen: " + resource + " in namespace shop: " + says),
        typed.err());
    for (String format : List.of("wide", "yaml", "markdown", "sarif", "junit", "html")) {
      Typed other = cluster.bleu("assess -n shop -o " + format);
      assertEquals(3, other.code(), format);
      assertTrue(other.out().contains(resource), other.out());
    }
    assertEquals(List.of("Deployment shop/web"), workloads("assess -n shop"));
    for (String where : List.of("-n shop;espace de noms shop", "-A;tous les espaces de noms")) {
      String page =
          cluster.bleu("assess -o html --lang fr " + where.substring(0, where.indexOf(';'))).out();
      String told = resource + ", " + where.substring(where.indexOf(';') + 1) + " :";
      assertTrue(page.contains(told), told);
    }
  }

  /** Whoever has the rights of one namespace has none on the classes of the cluster. */
  @Test
  void classesOfTheClusterAreReadWhereTheyMayBe() throws IOException {
    String claims =
        WEB.replace("envFrom", "volumeMounts: [{name: d, mountPath: /d}], envFrom")
                .replace(
                    "spec: {containers",
                    "spec: {volumes: [{name: d, persistentVolumeClaim: {claimName: data}}], containers")
            + """
            ---
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop}, spec: {storageClassName: fast, volumeName: pv-1}}
            ---
            {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: disk.csi.azure.com}
            ---
            {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: unused}, provisioner: disk.csi.azure.com}
            ---
            {apiVersion: v1, kind: PersistentVolume, metadata: {name: pv-1}, spec: {csi: {driver: disk.csi.azure.com}}}
            """;
    cluster.holding(claims);
    JsonNode read = tree(cluster.bleu("assess -n shop -o json"));
    assertEquals(
        List.of("PersistentVolume pv-1", "StorageClass fast"),
        read.path("findings").findValuesAsText("object").stream()
            .filter(o -> !o.contains("shop/"))
            .sorted()
            .toList());
    assertTrue(read.path("workloads").toString().contains("StorageClass fast"), read.toString());
    cluster.refusing("storageclasses.storage.k8s.io", 403);
    Typed few = cluster.bleu("assess -n shop -o json");
    assertEquals(0, few.code(), "what was asked for is whole");
    JsonNode kind = tree(few).path("notSeen").path("kinds").get(0);
    assertEquals("the cluster", kind.path("where").asText());
    assertTrue(
        kind.path("check").asText().startsWith("kubectl auth can-i list storageclasses"),
        kind.toString());
    assertTrue(few.err().startsWith("note: not seen: storageclasses.storage.k8s.io"), few.err());
  }

  @Test
  void customResourcesAreThoseOfTheCatalogue() throws IOException {
    cluster
        .with(VAULTS)
        .with(new AssessedKind("stable.example.com", "v1", "CronTab", "crontabs", true, 1))
        .holding(
            WEB
                + """
                ---
                {apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: vault, namespace: shop}, spec: {provider: azure}}
                """);
    JsonNode read = tree(cluster.bleu("assess -o json"));
    assertTrue(texts(read.path("findings"), "code").contains("KeyVaultCsi"), read.toString());
    assertTrue(cluster.requests().stream().noneMatch(r -> r.contains("crontabs")));
    cluster.refusing("secretproviderclasses.secrets-store.csi.x-k8s.io", 403);
    assertEquals(3, cluster.bleu("assess -o json").code());
  }

  /** A group may serve a kind in another version than the one that it prefers. */
  @Test
  void kindsAreReadInTheFirstVersionThatServesThem() throws IOException {
    String vault =
        """
        ---
        {apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: vault, namespace: shop}, spec: {provider: azure}}
        """;
    cluster
        .with(VAULTS)
        .with(new AssessedKind(VAULTS.group(), "v0", "Other", "others", true, 1))
        .holding(WEB + vault);
    JsonNode read = tree(cluster.bleu("assess -o json"));
    assertTrue(texts(read.path("findings"), "code").contains("KeyVaultCsi"), read.toString());
    cluster.with(new AssessedKind(VAULTS.group(), "v2", VAULTS.kind(), VAULTS.plural(), true, 1));
    int before = cluster.requests().size();
    cluster.bleu("assess -o json");
    assertEquals(
        1,
        cluster.requests().stream()
            .skip(before)
            .filter(r -> r.contains("/secretproviderclasses"))
            .count(),
        "a kind of two versions is read once");
  }

  @Test
  void aGroupThatIsDownKeepsNoOtherFromBeingRead() throws IOException {
    cluster
        .with(VAULTS)
        .withoutGroup("a.example.com", 400)
        .withoutGroup("z.example.com", 404)
        .holding(
            WEB
                + """
                ---
                {apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: vault, namespace: shop}, spec: {provider: azure}}
                """);
    Typed typed = cluster.bleu("assess -o json");
    JsonNode read = tree(typed);
    assertTrue(texts(read.path("findings"), "code").contains("KeyVaultCsi"), read.toString());
    assertTrue(
        typed
            .err()
            .contains(
                "not seen: custom resources of a.example.com in the cluster: the API server answered with an error; try again"),
        typed.err());
    assertEquals(1, read.path("notSeen").path("kinds").size(), read.toString());
  }

  /** What is in no namespace belongs to each of them. */
  @ParameterizedTest
  @ValueSource(strings = {"default", "shop"})
  void customResourcesOfTheClusterAreReadWhateverTheNamespace(String namespace) throws IOException {
    cluster
        .with(new AssessedKind(VAULTS.group(), "v1", VAULTS.kind(), VAULTS.plural(), false, 1))
        .holding(
            WEB
                + """
                ---
                {apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name: vault}, spec: {provider: azure}}
                """);
    JsonNode read = tree(cluster.bleu("assess -o json -n " + namespace));
    assertTrue(texts(read.path("findings"), "code").contains("KeyVaultCsi"), read.toString());
  }

  @Test
  void whoMayNotListProvidersIsToldSo() {
    cluster.holding(WEB).refusing("cloudproviders.placement.bleu.cloud", 403);
    Typed typed = cluster.bleu("assess -n shop --target acme");
    assertEquals(1, typed.code());
    assertTrue(
        typed
            .err()
            .contains(
                "whether \"acme\" is a CloudProvider of the cluster is not known: cloudproviders.placement.bleu.cloud in the cluster: this user may not list them; ask for the right, `kubectl auth can-i list cloudproviders.placement.bleu.cloud"),
        typed.err());
  }

  @Test
  void aProviderOfTheClusterMayBeTheTarget() {
    cluster.holding(
        WEB
            + "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: acme}, spec: {displayName: A}}\n");
    Typed known = cluster.bleu("assess -n shop --target acme -o json");
    assertEquals("", known.err());
    assertTrue(known.out().contains("\"target\": \"acme\""), known.out());
    Typed unknown = cluster.bleu("assess -n shop --target acmee");
    assertEquals(1, unknown.code());
    assertTrue(unknown.err().contains("or a CloudProvider of the cluster"), unknown.err());
  }

  @Test
  void whoMayNothingIsToldWhatToAskFor() {
    cluster.holding(WEB).refusing("*", 403);
    Typed all = cluster.bleu("assess");
    assertEquals(1, all.code());
    assertEquals("", all.out());
    assertTrue(
        all.err().startsWith("this user may not list configmaps, persistentvolumeclaims"),
        all.err());
    assertTrue(all.err().contains("give -n for one namespace, ask for a RoleBinding"), all.err());
    cluster.refusing("*", 401);
    Typed nobody = cluster.bleu("assess -n shop");
    assertEquals(1, nobody.code());
    assertTrue(
        nobody.err().contains("answered 401; log in again, or check the context and its user"),
        nobody.err());
    assertEquals(1, nobody.err().lines().count(), nobody.err());
  }
}
