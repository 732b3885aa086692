package cloud.bleu.translate;

import cloud.bleu.placement.Closure;
import cloud.bleu.placement.MicrosoftEndpoints;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod template brings along: its images, and the well-known hosts in its variables. What
 * comes from ConfigMaps and Secrets is not seen.
 */
record PodContents(List<Closure.Image> images, List<Closure.Endpoint> endpoints) {

  /** Of what runs no pods. */
  static final PodContents NONE = new PodContents(List.of(), List.of());

  private static final String MAIN = "container ";
  private static final String INIT = "init container ";
  private static final String EPHEMERAL = "ephemeral container ";

  /** What a template that the API server has accepted brings along. */
  static PodContents of(PodSpec spec) {
    Collecting all = new Collecting();
    for (Container c : Absent.skip(spec.getContainers())) {
      all.container(MAIN + c.getName(), c.getImage(), c.getEnv());
    }
    for (Container c : Absent.skip(spec.getInitContainers())) {
      all.container(INIT + c.getName(), c.getImage(), c.getEnv());
    }
    for (EphemeralContainer c : Absent.skip(spec.getEphemeralContainers())) {
      all.container(EPHEMERAL + c.getName(), c.getImage(), c.getEnv());
    }
    for (Volume v : Absent.skip(spec.getVolumes())) {
      if (v.getImage() != null) {
        all.image("volume " + v.getName(), v.getImage().getReference());
      }
    }
    return all.done();
  }

  /** What a template as somebody wrote it brings along. */
  static PodContents of(@Nullable Map<?, ?> podSpec) {
    Collecting all = new Collecting();
    containers(all, MAIN, Tree.list(podSpec, "containers"));
    containers(all, INIT, Tree.list(podSpec, "initContainers"));
    containers(all, EPHEMERAL, Tree.list(podSpec, "ephemeralContainers"));
    for (Object volume : Tree.list(podSpec, "volumes")) {
      Map<?, ?> image = Tree.map(volume, "image");
      if (image != null) {
        all.image("volume " + Tree.text(volume, "name"), Tree.text(image, "reference"));
      }
    }
    return all.done();
  }

  private static void containers(Collecting all, String kind, List<?> containers) {
    for (Object container : containers) {
      String user = kind + Tree.text(container, "name");
      all.image(user, Tree.text(container, "image"));
      for (Object variable : Tree.list(container, "env")) {
        all.variable(user, Tree.text(variable, "name"), Tree.text(variable, "value"));
      }
    }
  }

  private static final class Collecting {
    private final List<Closure.Image> images = new ArrayList<>();
    private final List<Closure.Endpoint> endpoints = new ArrayList<>();

    void container(String user, @Nullable String image, @Nullable List<EnvVar> variables) {
      image(user, image);
      for (EnvVar v : Absent.skip(variables)) {
        variable(user, v.getName(), v.getValue());
      }
    }

    void image(String user, @Nullable String reference) {
      images.add(new Closure.Image(user, reference == null ? "" : reference));
    }

    void variable(String user, @Nullable String name, @Nullable String value) {
      if (value != null) {
        MicrosoftEndpoints.in(value)
            .forEach(
                host ->
                    endpoints.add(new Closure.Endpoint("variable " + name + " of " + user, host)));
      }
    }

    PodContents done() {
      return new PodContents(images, endpoints);
    }
  }
}
