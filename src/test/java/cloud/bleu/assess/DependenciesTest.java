package cloud.bleu.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.Evidence;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.OutsideUse;
import cloud.bleu.assess.report.DependencyTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph says who needs whom, with its evidence, and no more. */
class DependenciesTest {

  private static final String SERVICES =
      """
      ---
      {apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {selector: {app: db}, ports: [{port: 5432}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: log, namespace: ops}, spec: {selector: {app: log}, ports: [{port: 80}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: mail, namespace: shop}, spec: {type: ExternalName, externalName: smtp.example.fr}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: empty, namespace: shop}, spec: {selector: {app: nobody}, ports: [{port: 80}]}}
      ---
      {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: db, namespace: shop}, spec: {rules: [{host: db.shop.example.fr, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 5432}}}}]}}]}}
      """
          + pod("db", "shop", "{}")
          + pod("log", "ops", "{}");

  private static String pod(String name, String namespace, String container) {
    return "---\n{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {app: %s}}, spec: {containers: [{name: c, image: i, %s}]}}\n"
        .formatted(name, namespace, name, container.substring(1, container.length() - 1));
  }

  private static DependencyGraph graph(String manifests) {
    return Assessed.graph(manifests);
  }

  /** A variable, its value, and what the pod that has it depends on or calls. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          V        | http://db:5432/x                          | Pod shop/db
          V        | db:5432                                   | Pod shop/db
          DB_HOST  | db                                        | Pod shop/db
          V        | postgres://u:p@db.shop/x                  | Pod shop/db
          V        | postgres://app:p@ss.word@db:5432/x        | Pod shop/db
          V        | postgres://app:p.fr:5432@db:5432/x        | Pod shop/db
          V        | postgres://app:1234/p.fr@db:5432/x        | Pod shop/db
          V        | app:pass.fr:3306@tcp(db:5432)/x           | Pod shop/db
          V        | https://api.stripe.com/@me                | api.stripe.com
          V        | Server=tcp:db,5432;Uid=app@x              | Pod shop/db
          DB_HOST_PASS | db                                    |
          HOST_PWD | db                                        |
          SERVER_TOKEN | db                                    |
          apiPin   | db                                        |
          SERVER_AUTH | db                                     |
          URL_CRED | db                                        |
          V        | db.shop.svc                               | Pod shop/db
          V        | db.shop.svc.cluster.local:5432            | Pod shop/db
          V        | db-0.db.shop.svc.cluster.local            | Pod shop/db
          V        | a=1;host=db port=5432                     | Pod shop/db
          V        | http://log.ops                            | Pod ops/log
          V        | https://db.shop.example.fr/               | Pod shop/db
          V        | http://log                                |
          V        | http://log:80                             | Service shop/log is not in the input
          V        | http://localhost:80                       |
          V        | log:80                                    |
          V        | mq.ops:5672                               | Service ops/mq is not in the input
          V        | mq-0.mq.ops:5672                          | Service ops/mq is not in the input
          V        | kafka-0.kafka.data:9092                   | Service data/kafka is not in the input
          DB_HOST  | mq.ops                                    | Service ops/mq is not in the input
          V        | mq.ops                                    |
          DB_NAME  | db                                        |
          DB_USER  | db                                        |
          V        | the db of ours                            |
          V        | db:99999                                  |
          V        | image/db:5432                             |
          V        | db.yaml                                   |
          V        | mail:25                                   | smtp.example.fr
          V        | https://api.stripe.com/v1                 | api.stripe.com
          V        | Server=tcp:a.database.windows.net,1433;   | a.database.windows.net:1433
          V        | 10.2.3.4:5432                             | 10.2.3.4:5432
          V        | http://127.0.0.1:8080 http://169.254.169.254 |
          V        | http://www.w3.org/2001/XMLSchema          |
          ACCESS_KEY | db                                      |
          METADATA | db                                        |
          V        | http://weaviate.vectors/v1                | Service vectors/weaviate is not in the input
          V        | https://kubernetes.default.svc            |
          V        | server.log:80                             |
          V        | -- see http://www.apache.org/licenses     |
          V        | http://empty                              | Service shop/empty selects nothing
          V        | http://x.other.svc:80                     | Service other/x is not in the input
          """)
  void aSettingSaysWhomItCalls(String key, String value, String expected) {
    DependencyGraph graph =
        graph(
            SERVICES + pod("web", "shop", "{env: [{name: " + key + ", value: '" + value + "'}]}"));
    List<String> named = new ArrayList<>();
    graph.dependencies().stream()
        .filter(d -> d.from().equals("Pod shop/web"))
        .map(Dependency::to)
        .forEach(named::add);
    graph.leaving().stream()
        .filter(d -> d.from().equals("Pod shop/web"))
        .map(OutsideUse::name)
        .forEach(named::add);
    graph.notSeen().stream()
        .filter(d -> d.from().equals("Pod shop/web"))
        .map(OutsideUse::name)
        .forEach(named::add);
    assertEquals(expected == null ? List.of() : List.of(expected), named);
  }

  @Test
  void aConfigMapCallsForWhoReadsItAndTheEvidenceIsItsLine() {
    DependencyGraph graph =
        graph(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c, namespace: shop}
            data:
              a: b
              app.properties: |
                # http://log.ops is a comment
                db.host=db
                component: db
            """
                + SERVICES
                + pod("web", "shop", "{envFrom: [{configMapRef: {name: c}}]}"));
    assertEquals(1, graph.dependencies().size(), graph.toString());
    Dependency only = graph.dependencies().get(0);
    assertEquals("Pod shop/web", only.from());
    Evidence evidence = only.evidence().get(0);
    assertEquals("ConfigMap shop/c", evidence.place().object());
    assertEquals("data[app.properties]", evidence.place().path());
    assertEquals(6, evidence.place().line());
  }

  @Test
  void aSecretCallsWithoutBeingTold() {
    String value =
        Base64.getEncoder()
            .encodeToString(
                "postgres://hidden1:hidden2@db:5432/hidden3".getBytes(StandardCharsets.UTF_8));
    DependencyGraph graph =
        graph(
            SERVICES
                + "---\n{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, data: {url: "
                + value
                + "}, stringData: {outside: 'https://hidden4.example.fr'}}\n"
                + pod("web", "shop", "{envFrom: [{secretRef: {name: s}}]}"));
    assertEquals("Pod shop/db", graph.dependencies().get(0).to());
    assertEquals("the value of key url", graph.dependencies().get(0).evidence().get(0).found());
    assertFalse(
        DependencyTree.of(graph).toString().contains("hidden"),
        DependencyTree.of(graph).toString());
  }

  /** A key of a Secret, its value, and what is told of whom it calls. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host | db                        |
          v    | db                        |
          v    | host=db                   |
          v    | db:5432                   | the value of key v
          v    | http://db                 | the value of key v
          v    | http://db:81              | the value of key v
          v    | Server=tcp:db,5432;Pwd=db | the value of key v
          """)
  void ofASecretOnlyAddressesCount(String key, String value, String told) {
    DependencyGraph graph =
        graph(
            SERVICES
                + "---\n{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {"
                + key
                + ": '"
                + value
                + "'}}\n"
                + pod("web", "shop", "{envFrom: [{secretRef: {name: s}}]}"));
    assertEquals(
        told == null ? List.of() : List.of(told),
        graph.dependencies().stream()
            .flatMap(d -> d.evidence().stream())
            .map(Evidence::found)
            .distinct()
            .toList());
  }

  @Test
  void whoCallsEachOtherIsACycle() {
    DependencyGraph graph =
        graph(
            SERVICES
                + "---\n{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{port: 80}]}}\n"
                + pod("web", "shop", "{args: ['--db=http://db', '--log=http://log.ops']}")
                + pod("log", "ops", "{args: ['--web=http://web.shop']}"));
    assertEquals(List.of(List.of("Pod ops/log", "Pod shop/web")), graph.cycles());
    assertEquals(Set.of("Pod shop/web"), graph.readers("Pod shop/db"));
  }

  /** Who is allowed to call does not need it. */
  @Test
  void whoMayCallIsNoReaderAndMakesNoCycle() {
    DependencyGraph graph =
        graph(
            SERVICES
                + pod("web", "shop", "{args: ['--db=http://db']}")
                + "---\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: policy, namespace: shop}, spec: {podSelector: {matchLabels: {app: db}}, egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}, {to: [{podSelector: {}}, {ipBlock: {cidr: 198.51.100.0/24}}, {ipBlock: {cidr: 10.0.0.0/8}}]}]}}\n");
    assertEquals(List.of(), graph.cycles());
    assertEquals(Set.of(), graph.readers("Pod shop/web"));
    assertEquals(2, graph.dependencies().size(), graph.toString());
    assertEquals(
        List.of("198.51.100.0/24"), graph.leaving().stream().map(OutsideUse::name).toList());
  }

  @Test
  void whoHoldsDataIsToldTheLargestFirst() {
    DependencyGraph graph =
        graph(
            """
            {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 3, template: {spec: {containers: [{name: c, image: i}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: managed-csi, accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}}]}}
            ---
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: files}, spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Ti}}}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: i}], volumes: [{name: f, persistentVolumeClaim: {claimName: files}}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {containers: [{name: c, image: i}], volumes: [{name: f, persistentVolumeClaim: {claimName: files}}, {name: g, persistentVolumeClaim: {claimName: gone}}]}}
            """);
    assertEquals(
        List.of(
            "Pod a files 1 1Ti (default)",
            "Pod b files 1 1Ti (default)",
            "StatefulSet db data 3 30Gi managed-csi",
            "Pod b gone 1 ? (claim not seen)"),
        graph.volumes().stream().map(DependenciesTest::told).toList());
    assertTrue(
        graph.dependencies().toString().contains("SharesVolume"), graph.dependencies().toString());
  }

  /** The annotation of before Kubernetes 1.6 comes before the field: Kubernetes reads it so. */
  @Test
  void theClassOfAVolumeMayBeAnAnnotation() {
    String annotated =
        "metadata: {name: %s, annotations: {volume.beta.kubernetes.io/storage-class: old}}, spec:"
            + " {storageClassName: new, resources: {requests: {storage: 1Gi}}}";
    DependencyGraph graph =
        graph(
            """
            {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {template: {spec: {containers: [{name: c, image: i}]}}, volumeClaimTemplates: [{%s}]}}
            ---
            {apiVersion: v1, kind: PersistentVolumeClaim, %s}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: i}], volumes: [{name: f, persistentVolumeClaim: {claimName: files}}, {name: e, ephemeral: {volumeClaimTemplate: {%s}}}]}}
            """
                .formatted(
                    annotated.formatted("data"),
                    annotated.formatted("files"),
                    annotated.formatted("cache")));
    assertEquals(
        Set.of("Pod a files 1 1Gi old", "Pod a cache 1 1Gi old", "StatefulSet db data 1 1Gi old"),
        graph.volumes().stream().map(DependenciesTest::told).collect(Collectors.toSet()));
  }

  @Test
  void aSizeThatOverflowsIsTheLargest() {
    DependencyGraph graph =
        graph(
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 100000000, template: {spec: {containers: [{name: c, image: i}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 100Gi}}}}]}}");
    assertEquals(Long.MAX_VALUE, graph.volumes().get(0).bytes());
  }

  /**
   * Sixty workloads that read one Secret are tied by 59 edges, and a secret of a registry ties
   * none.
   */
  @Test
  void whatManyShareTiesThemOnce() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append(pod("p" + i, "shop", "{envFrom: [{secretRef: {name: s}}]}"));
      text.append(
          "---\n{apiVersion: v1, kind: Pod, metadata: {name: q"
              + i
              + "}, spec: {imagePullSecrets: [{name: pull}], containers: [{name: c, image: i}]}}\n");
    }
    assertEquals(59, graph(text.toString()).dependencies().size());
  }

  /** Lines that patterns could be slow on. */
  @ParameterizedTest
  @ValueSource(strings = {"a.", "server", "a-", "host=", "a:80,", "://a@", "--a="})
  void aLongLineIsReadInTime(String part) {
    String line = part.repeat(20_000 / part.length());
    assertTimeout(
        Duration.ofSeconds(60),
        () ->
            graph(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {file: '"
                    + line
                    + "\n\n"
                    + line
                    + "'}}\n"
                    + pod("web", "default", "{envFrom: [{configMapRef: {name: c}}]}")));
  }

  private static String told(HeldVolume v) {
    return v.workload()
        + " "
        + v.name()
        + " "
        + v.count()
        + " "
        + v.size()
        + " "
        + v.storageClass();
  }
}
