package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bleu assess --write} drafts to go along, and for a rehearsal. */
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
          envFrom: [{configMapRef: {name: "2026-11-24"}}]                                            | companions:, - kind: ConfigMap, name: '2026-11-24'
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

  private static final String SHOP = "examples/aks-shop/today";
  private static final String TARGET = "examples/migration";

  private static Path rehearsed(Path directory, String more) {
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu(
            ("assess -f " + SHOP + " --estate " + TARGET + " --write " + drafts + " " + more)
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    return drafts;
  }

  /** Every file of the rehearsal as one text. */
  private static String text(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }

  /** By itself, and beside what it rehearses; under the policy for rehearsals, and only that. */
  @Test
  void aRehearsalPassesThePlan(@TempDir Path directory) throws IOException {
    Path drafts = rehearsed(directory, "--rehearse");
    Path rehearsal = drafts.resolve("rehearsal");
    Typed alone = Typed.bleu("plan", "-f", TARGET, "-f", rehearsal.toString(), "-o", "json");
    assertEquals(0, alone.code(), alone.out() + alone.err());
    Typed both = Typed.bleu("plan", "-f", TARGET, "-f", SHOP, "-f", drafts.toString());
    assertEquals(0, both.code(), both.out() + both.err());
    assertTrue(both.out().contains("15 of 15 workloads placed"), both.out());
    Typed explained =
        Typed.bleu(
            "explain", "boutique-rehearsal/orders", "-f", TARGET, "-f", rehearsal.toString());
    assertTrue(
        explained.out().contains("1 of 1 replicas placed, under france-only, secnumcloud-prep"),
        explained.out());
    assertTrue(
        Files.readString(rehearsal.resolve("boutique-rehearsal/_namespace.yaml"))
            .contains("# It does not prove load, real data"));
  }

  /** What leads to production, or to what only production has. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stripe.com/",
        "vault.azure.net/",
        "core.windows.net/",
        "boutique.svc",
        "namespace: boutique\n",
        "LoadBalancer",
        "azure-dns-label-name",
        "kind: Ingress",
        "kind: Secret\n",
        "managed-csi",
        "annotations:"
      })
  void aRehearsalHasNothingOfProduction(String production, @TempDir Path directory)
      throws IOException {
    String rehearsal = text(rehearsed(directory, "--rehearse").resolve("rehearsal"));
    assertFalse(rehearsal.contains(production), rehearsal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://orders.boutique.svc.cluster.local:8080 | http://orders.boutique-rehearsal.svc.cluster.local:8080
          http://orders.boutique:8080/a                 | http://orders.boutique-rehearsal:8080/a
          http://orders:8080                            | http://orders:8080
          http://redis.shared.svc:6379                  | http://redis.shared.svc.invalid:6379
          http://pay.billing/x                          | http://pay.billing.invalid/x
          user@pay.billing:5672 tcp://pay.billing       | user@pay.billing.invalid:5672 tcp://pay.billing.invalid
          amqp://orders.boutique?heartbeat=1            | amqp://orders.boutique-rehearsal?heartbeat=1
          http://orders.boutique:$(PORT)                | http://orders.boutique-rehearsal:$(PORT)
          orders-0.orders.boutique:80)web.boutique      | orders-0.orders.boutique-rehearsal:80)web.boutique-rehearsal
          kafka-0.kafka.data:9092,kafka-1.kafka.data:9092 | kafka-0.kafka.data.invalid:9092,kafka-1.kafka.data.invalid:9092
          mq.boutique:5672                              | mq.boutique-rehearsal:5672
          http://payments:8080                          | http://payments:8080
          udp://agent.nodes:8125                        | udp://agent.nodes.invalid:8125
          https://api.partner.fr/v1                | https://api.partner.fr.invalid/v1
          https://API.partner.fr                   | https://API.partner.fr.invalid
          jdbc:postgresql://db.partner.fr:5432/a   | jdbc:postgresql://db.partner.fr.invalid:5432/a
          https://10.1.2.3:5432                    | https://10.1.2.3.invalid:5432
          amqp://mq.partner.fr:5671                | amqp://mq.partner.fr.invalid:5671
          https://www.boutique.example/home             | https://www.boutique.example.invalid/home
          feature.boutique=on                           | feature.boutique=on
          http://Orders.boutique:8080 x.BOUTIQUE        | http://Orders.boutique-rehearsal:8080 x.BOUTIQUE-rehearsal
          http://Orders.Boutique.svc:80                 | http://Orders.Boutique-rehearsal.svc:80
          agent.nodes=true a.agent.nodes = x            | agent.nodes=true a.agent.nodes = x
          AGENT.nodes,agent.nodes(x),web.agent.nodes.   | AGENT.nodes.invalid,agent.nodes(x),web.agent.nodes.invalid.
          level.of.agent.nodes my.nodes                 | level.of.agent.nodes my.nodes
          """)
  void aNameLeadsNowhereOutside(String today, String rehearsed, @TempDir Path directory)
      throws IOException {
    String manifests =
        deployment("", "env: [{name: URL, value: '" + today + "'}]").replace("shop", "boutique")
            + """
            ---
            {apiVersion: v1, kind: Service, metadata: {name: web, namespace: boutique}, spec: {selector: {app: web}, ports: [{port: 80}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: agent, namespace: nodes}, spec: {selector: {app: agent}, ports: [{port: 8125}]}}
            ---
            {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: nodes}, spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: c, image: 'i:1'}]}}}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: boutique}, spec: {rules: [{host: www.boutique.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}
            """;
    Path zones = Files.writeString(directory.resolve("estate.yaml"), estate(HERE));
    Path from = Files.writeString(directory.resolve("today.yaml"), manifests);
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu(
            "assess -f %s --target p --estate %s --write %s --rehearse"
                .formatted(from, zones, drafts)
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    String copy = Files.readString(drafts.resolve("rehearsal/boutique-rehearsal/_today.yaml"));
    assertTrue(copy.contains("value: " + rehearsed + "\n"), copy);
  }

  /** What leads past a NetworkPolicy, what tools of today read, and what is a password. */
  @Test
  void aCopyKeepsWithinItsNetworkAndHoldsNoPassword(@TempDir Path directory) throws IOException {
    Path from =
        Files.writeString(
            directory.resolve("today.yaml"),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}, annotations: {vault.hashicorp.com/agent-inject: 'true'}}
                spec:
                  hostNetwork: true
                  hostPID: true
                  hostAliases: [{ip: 10.0.0.5, hostnames: [mainframe]}]
                  dnsPolicy: None
                  dnsConfig: {nameservers: [10.0.0.10]}
                  nodeName: aks-1
                  containers:
                  - name: web
                    image: web:1
                    livenessProbe: {httpGet: {host: 10.2.3.4, path: /alive, port: 80}}
                    lifecycle: {preStop: {httpGet: {host: 10.2.3.4, path: /stop, port: 80}}}
                    ports: [{containerPort: 80, hostPort: 8080}]
                    env: [{name: DB_PASSWORD, value: opensesame}, {name: LEVEL, value: high}]
                    envFrom: [{configMapRef: {name: settings}}]
                  volumes:
                  - {name: share, nfs: {server: nas.partner.fr, path: /orders}}
                  - {name: node, hostPath: {path: /srv}}
                  - {name: own, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: managed-csi, accessModes: [ReadWriteOnce], dataSource: {kind: VolumeSnapshot, name: of-today}}}}}
                  - {name: settings, configMap: {name: settings}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: shop}
            data: {mail.password: letmein, mail.from: web}
            """);
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu("assess -f %s --write %s --rehearse".formatted(from, drafts).split(" "));
    assertEquals(0, typed.code(), typed.err());
    String copy = Files.readString(drafts.resolve("rehearsal/shop-rehearsal/_today.yaml"));
    for (String gone :
        List.of(
            "vault",
            "hostNetwork",
            "hostPID",
            "hostPort",
            "opensesame",
            "nas.",
            "mainframe",
            "dns",
            "nodeName",
            "10.",
            "managed-csi",
            "of-today",
            "/srv",
            "letmein")) {
      assertFalse(copy.contains(gone), gone + " in " + copy);
    }
    for (String kept :
        List.of(
            "value: high",
            "mail.from: web",
            "emptyDir: {}",
            "name: settings",
            "/alive",
            "/stop",
            "ReadWriteOnce")) {
      assertTrue(copy.contains(kept), kept + " not in " + copy);
    }
  }

  /** What a cluster says of its own objects, and the tools that deliver them. */
  @Test
  void aCopyHasNothingOfItsCluster(@TempDir Path directory) throws IOException {
    Path from =
        Files.writeString(
            directory.resolve("today.yaml"),
            deployment("serviceAccountName: web", "envFrom: [{secretRef: {name: login}}]")
                    .replace(
                        "namespace: shop}",
                        "namespace: shop, uid: u1, labels: {app.kubernetes.io/instance: x}}")
                + """
                status: {replicas: 9}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: web, namespace: shop, annotations: {azure.workload.identity/client-id: c}}
                secrets: [{name: token-1}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: shop}
                stringData: {password: hidden}
                """);
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu("assess -f %s --write %s --rehearse=3".formatted(from, drafts).split(" "));
    assertEquals(0, typed.code(), typed.err());
    String rehearsal = text(drafts.resolve("rehearsal"));
    for (String production :
        List.of("u1", "instance", "status", "client-id", "token-1", "hidden")) {
      assertFalse(rehearsal.contains(production), rehearsal);
    }
    assertTrue(
        rehearsal.contains("# GUESS: pods need Secret login, which is not copied"), rehearsal);
    assertEquals(
        List.of("  replicas: 3", "  replicas: 3"),
        rehearsal.lines().filter(l -> l.contains("replicas:")).toList());
    assertFalse(Files.exists(drafts.resolve("rehearsal/policy.yaml")), "no facts to ask one of");
  }

  @ParameterizedTest
  @CsvSource({"rehearsal, production, false", "rehearsal, rehearsal, true"})
  void thePolicyComesAlongWhereTheEstateHasNone(
      String mine, String others, boolean drafted, @TempDir Path directory) throws IOException {
    String policy =
        """
        ---
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyPolicy, metadata: {name: mine}, spec: {appliesTo: {namespaceSelector: {matchExpressions: [{key: placement.bleu.cloud/environment, operator: In, values: [%s%s]}]}}, rules: [{name: state, rule: zone-state, action: Enforce}]}}
        """
            .formatted(mine, others.equals(mine) ? "" : ", " + others);
    Path zones = Files.writeString(directory.resolve("estate.yaml"), estate(HERE) + policy);
    Path today = Files.writeString(directory.resolve("today.yaml"), deployment("", ""));
    Path drafts = directory.resolve("drafts");
    Typed typed =
        Typed.bleu(
            "assess -f %s --target p --estate %s --write %s --rehearse"
                .formatted(today, zones, drafts)
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    assertEquals(!drafted, Files.exists(drafts.resolve("rehearsal/policy.yaml")));
  }

  /** What nobody can copy, and what is one already. */
  @Test
  void whatIsNotRehearsedIsTold(@TempDir Path directory) throws IOException {
    Path today =
        Files.writeString(
            directory.resolve("today.yaml"),
            deployment("", "").replace("shop", "shop-rehearsal")
                + "---\n{apiVersion: v1, kind: Pod, metadata: {name: lone, namespace: shop, labels:"
                + " {a: b}}, spec: {containers: [{name: c, image: i}]}}\n");
    Typed typed =
        Typed.bleu(
            "assess -f %s --write %s --rehearse"
                .formatted(today, directory.resolve("drafts"))
                .split(" "));
    assertEquals(0, typed.code(), typed.err());
    assertTrue(
        typed.err().contains("note: no rehearsal of Deployment shop-rehearsal/web: its namespace"),
        typed.err());
    assertTrue(
        typed.err().contains("note: no rehearsal of Pod shop/lone: nothing that can be copied"),
        typed.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --plan --rehearse     | --rehearse is for --write; give both
          --write x --rehearse=0 | --rehearse: 0 replicas are not between 1 and 1000
          """)
  void misuseSaysWhatToDo(String arguments, String message) {
    Typed typed = Typed.bleu(("assess -f " + SHOP + " " + arguments).split(" +"));
    assertEquals(1, typed.code());
    assertTrue(typed.err().contains(message), typed.err());
  }
}
