package cloud.bleu.cli.input;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods that a controller would create, as far as their labels tell. */
public final class PodTemplates {

  private PodTemplates() {}

  /**
   * A pod of a controller without a spec; null where it creates none that anybody could constrain:
   * a DaemonSet wants one on every node.
   */
  public static @Nullable Pod pod(HasMetadata controller) {
    PodTemplateSpec template = template(controller);
    if (template == null) {
      return null;
    }
    ObjectMeta meta = template.getMetadata();
    Map<String, String> labels = new HashMap<>();
    if (meta != null && meta.getLabels() != null) {
      labels.putAll(meta.getLabels());
    }
    String name = controller.getMetadata().getName();
    if (controller instanceof Job) {
      labels.put("batch.kubernetes.io/job-name", name);
      labels.put("job-name", name);
    }
    return new PodBuilder()
        .withNewMetadata()
        .withName(name + "-")
        .withNamespace(controller.getMetadata().getNamespace())
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static @Nullable PodTemplateSpec template(HasMetadata controller) {
    if (controller instanceof Deployment d && d.getSpec() != null) {
      return d.getSpec().getTemplate();
    }
    if (controller instanceof StatefulSet s && s.getSpec() != null) {
      return s.getSpec().getTemplate();
    }
    if (controller instanceof ReplicaSet r && r.getSpec() != null) {
      return r.getSpec().getTemplate();
    }
    if (controller instanceof Job j && j.getSpec() != null) {
      return j.getSpec().getTemplate();
    }
    return controller instanceof CronJob c
            && c.getSpec() != null
            && c.getSpec().getJobTemplate() != null
            && c.getSpec().getJobTemplate().getSpec() != null
        ? c.getSpec().getJobTemplate().getSpec().getTemplate()
        : null;
  }
}
