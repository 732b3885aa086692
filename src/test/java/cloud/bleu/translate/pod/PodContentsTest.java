package cloud.bleu.translate.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure.Claim;
import cloud.bleu.placement.model.Closure.Endpoint;
import cloud.bleu.placement.model.Closure.Image;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a template brings along, as text and as the API server has it. */
class PodContentsTest {

  private static final String SPEC =
      """
      containers:
      - {name: web, image: registry.example/web:1}
      - {name: nothing}
      initContainers:
      - {name: wait, image: busybox}
      - {name: proxy, image: quay.io/proxy:2, restartPolicy: Always}
      ephemeralContainers:
      - {name: debug, image: ghcr.io/debug}
      volumes:
      - {name: model, image: {reference: registry.example/model:3}}
      - {name: scratch, emptyDir: {}}
      """;

  @Test
  void images() {
    List<Image> images =
        List.of(
            new Image(TemplatePart.container("web"), "registry.example/web:1"),
            new Image(TemplatePart.container("nothing"), ""),
            new Image(TemplatePart.initContainer("wait"), "busybox"),
            new Image(TemplatePart.initContainer("proxy"), "quay.io/proxy:2"),
            new Image(TemplatePart.ephemeralContainer("debug"), "ghcr.io/debug"),
            new Image(TemplatePart.volume("model"), "registry.example/model:3"));
    assertEquals(images, written(SPEC).images());
    assertEquals(
        images, PodContents.of(Serialization.unmarshal("---\n" + SPEC, PodSpec.class)).images());
  }

  @Test
  void whatDataIsWrittenTo() {
    String spec =
        """
        containers: []
        volumes:
        - {name: data, persistentVolumeClaim: {claimName: dossier}}
        - {name: scratch, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}
        - {name: default, ephemeral: {volumeClaimTemplate: {spec: {}}}}
        - {name: old, ephemeral: {volumeClaimTemplate: {metadata: {annotations: {volume.beta.kubernetes.io/storage-class: slow}}, spec: {storageClassName: fast}}}}
        - {name: logs, hostPath: {path: /var/log}}
        - {name: empty, emptyDir: {}}
        """;
    List<Claim> claims =
        List.of(
            new Claim(TemplatePart.claimedVolume("data", "dossier"), null),
            new Claim(TemplatePart.ephemeralVolume("scratch"), "fast"),
            new Claim(TemplatePart.ephemeralVolume("default"), null),
            new Claim(TemplatePart.ephemeralVolume("old"), "slow"),
            new Claim(TemplatePart.nodeVolume("logs"), null));
    assertEquals(claims, written(spec).claims());
    assertEquals(
        claims, PodContents.of(Serialization.unmarshal("---\n" + spec, PodSpec.class)).claims());
    assertEquals(
        List.of(
            new Claim(TemplatePart.claimTemplate("data"), "fast"),
            new Claim(TemplatePart.claimTemplate("log"), null)),
        PodContents.NONE
            .with(
                List.of(
                    Map.of(
                        "metadata",
                        Map.of("name", "data"),
                        "spec",
                        Map.of("storageClassName", "fast")),
                    Map.of("metadata", Map.of("name", "log"))))
            .claims());
  }

  /**
   * Whatever the kind: what is neither local nor claimed is storage of which nobody says anything.
   */
  @Test
  void storageElsewhere() {
    List<String> kinds =
        List.of(
            "awsElasticBlockStore: {volumeID: v}",
            "azureDisk: {diskName: d, diskURI: u}",
            "azureFile: {secretName: s, shareName: n}",
            "cephfs: {monitors: [m]}",
            "cinder: {volumeID: v}",
            "csi: {driver: d}",
            "fc: {lun: 1}",
            "flexVolume: {driver: d}",
            "flocker: {datasetName: d}",
            "gcePersistentDisk: {pdName: p}",
            "glusterfs: {endpoints: e, path: p}",
            "iscsi: {iqn: i, lun: 0, targetPortal: p}",
            "nfs: {server: s, path: /}",
            "photonPersistentDisk: {pdID: p}",
            "portworxVolume: {volumeID: v}",
            "quobyte: {registry: r, volume: v}",
            "rbd: {image: i, monitors: [m]}",
            "scaleIO: {gateway: g, system: s}",
            "storageos: {volumeName: v}",
            "vsphereVolume: {volumePath: p}",
            "kindOfTomorrow: {a: b}");
    for (String kind : kinds) {
      String spec = "{containers: [], volumes: [{name: v, " + kind + "}]}";
      List<Claim> claims =
          List.of(
              new Claim(
                  TemplatePart.otherVolume("v", kind.substring(0, kind.indexOf(':'))), null, true));
      assertEquals(claims, written(spec).claims());
      assertEquals(
          claims, PodContents.of(Serialization.unmarshal("---\n" + spec, PodSpec.class)).claims());
    }
    for (String kind :
        List.of(
            "emptyDir: {}",
            "configMap: {name: c}",
            "secret: {secretName: s}",
            "downwardAPI: {}",
            "projected: {sources: []}")) {
      assertEquals(
          List.of(), written("{containers: [], volumes: [{name: v, " + kind + "}]}").claims());
    }
  }

  @Test
  void nonsenseIsNothing() {
    for (String spec :
        List.of("{}", "{containers: 1}", "{containers: [1, null]}", "{volumes: [{image: x}]}")) {
      written(spec);
    }
    assertEquals(PodContents.NONE, PodContents.of((Map<?, ?>) null));
  }

  @Test
  void hostsOfKnownServicesInVariables() {
    String spec =
        """
            containers:
            - name: web
              env:
              - {name: SMTP, value: "smtp://user:secret@smtp.office365.com:587"}
              - {name: ISSUERS, value: "https://login.microsoftonline.com/t/v2.0,https://sso.example"}
              - {name: NOT_ONE, value: "office365.com.example and myoffice365.com"}
              - {name: FROM, valueFrom: {secretKeyRef: {name: s, key: k}}}
            initContainers:
            - {name: fetch, env: [{name: URL, value: "HTTPS://X.BLOB.CORE.WINDOWS.NET/c"}]}
            """;
    List<Endpoint> endpoints =
        List.of(
            new Endpoint(
                TemplatePart.variable("SMTP", TemplatePart.container("web")), "smtp.office365.com"),
            new Endpoint(
                TemplatePart.variable("ISSUERS", TemplatePart.container("web")),
                "login.microsoftonline.com"),
            new Endpoint(
                TemplatePart.variable("URL", TemplatePart.initContainer("fetch")),
                "x.blob.core.windows.net"));
    assertEquals(endpoints, written(spec).endpoints());
    assertEquals(
        endpoints,
        PodContents.of(Serialization.unmarshal("---\n" + spec, PodSpec.class)).endpoints());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containers: [{name: c, envFrom: [{secretRef: {name: a}}]}] | true
          containers: [{name: c, envFrom: [{secretRef: {name: a, optional: true}}]}] | true
          containers: [{name: c, env: [{name: E, valueFrom: {secretKeyRef: {name: a, key: k}}}]}] | true
          containers: [{name: c, env: [{name: SECRET, value: secret}]}] | false
          containers: [{name: c, envFrom: [{configMapRef: {name: secret}}]}] | false
          containers: [{name: c}], imagePullSecrets: [{name: a}] | true
          containers: [{name: c}], imagePullSecrets: [] | false
          containers: [{name: c}], volumes: [{name: v, secret: {secretName: a}}] | true
          containers: [{name: c}], volumes: [{name: v, projected: {sources: [{secret: {name: a}}]}}] | true
          containers: [{name: c}], volumes: [{name: v, csi: {driver: d, nodePublishSecretRef: {name: a}}}] | true
          containers: [{name: c}], volumes: [{name: secret, emptyDir: {}}] | false
          """)
  void whetherAnySecretIsMentioned(String fields, boolean mentioned) {
    String spec = "{" + fields + "}";
    assertEquals(mentioned, written(spec).mentionsSecrets());
    assertEquals(
        mentioned,
        PodContents.of(Serialization.unmarshal("---\n" + spec, PodSpec.class)).mentionsSecrets());
  }

  private static PodContents written(String spec) {
    return PodContents.of(Serialization.unmarshal("---\n" + spec, Map.class));
  }
}
