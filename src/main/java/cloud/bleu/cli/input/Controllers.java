package cloud.bleu.cli.input;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.manifest.Manifest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What creates pods in a namespace, by the kinds of Kubernetes that do, and what claims storage.
 */
public final class Controllers {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "apps/v1/Deployment",
          Deployment.class,
          "apps/v1/StatefulSet",
          StatefulSet.class,
          "apps/v1/ReplicaSet",
          ReplicaSet.class,
          "apps/v1/DaemonSet",
          DaemonSet.class,
          "batch/v1/Job",
          Job.class,
          "batch/v1/CronJob",
          CronJob.class,
          "v1/PersistentVolumeClaim",
          PersistentVolumeClaim.class);

  private static final Map<String, Class<? extends HorizontalPodAutoscaler>> AUTOSCALERS =
      Map.of(
          "autoscaling/v1/HorizontalPodAutoscaler",
          HorizontalPodAutoscaler.class,
          "autoscaling/v2/HorizontalPodAutoscaler",
          HorizontalPodAutoscaler.class);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Controllers() {}

  /** Those of a namespace in a cluster. */
  static List<HasMetadata> in(KubernetesClient client, String namespace) {
    List<HasMetadata> found = new ArrayList<>();
    for (Class<? extends HasMetadata> kind : KINDS.values()) {
      found.addAll(client.resources(kind).inNamespace(namespace).list().getItems());
    }
    return found;
  }

  /** Those of a namespace among manifests. */
  public static List<HasMetadata> in(List<Manifest> manifests, String namespace) {
    return read(manifests, namespace, KINDS);
  }

  /** What scales in a namespace, among manifests. */
  public static List<HorizontalPodAutoscaler> autoscalers(
      List<Manifest> manifests, String namespace) {
    return read(manifests, namespace, AUTOSCALERS);
  }

  private static <T extends HasMetadata> List<T> read(
      List<Manifest> manifests, String namespace, Map<String, Class<? extends T>> kinds) {
    List<T> found = new ArrayList<>();
    for (Manifest manifest : manifests) {
      Class<? extends T> kind = kinds.get(manifest.apiVersion() + "/" + manifest.ref().kind());
      String of = manifest.ref().namespace() == null ? "default" : manifest.ref().namespace();
      if (kind != null && of.equals(namespace)) {
        try {
          found.add(MAPPER.treeToValue(manifest.json(), kind));
        } catch (JsonProcessingException e) {
          throw new BadInputException(
              manifest.place()
                  + ", "
                  + manifest.ref()
                  + ": cannot be read as "
                  + manifest.ref().kind()
                  + "; correct it");
        }
      }
    }
    return found;
  }
}
