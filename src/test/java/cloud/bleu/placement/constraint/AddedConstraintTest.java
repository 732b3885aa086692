package cloud.bleu.placement.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine meets a constraint that it has never heard of, by one file and one line in the list of
 * {@link Constraints}: no more than two zones in use. Its code, its words and its field of the spec
 * are borrowed: {@code placement.perZone.min: 1} says nothing else.
 */
class AddedConstraintTest {
  private static final String ADDED =
      """
      package cloud.bleu.placement.constraint;

      import cloud.bleu.placement.capacity.PlanState;
      import cloud.bleu.placement.capacity.WorkloadState;
      import cloud.bleu.placement.estate.Decision;
      import cloud.bleu.placement.estate.ReasonCode;
      import cloud.bleu.placement.estate.Workload;
      import cloud.bleu.placement.message.Message;
      import java.util.List;

      final class TwoZonesConstraint implements Constraint {
        static final TwoZonesConstraint INSTANCE = new TwoZonesConstraint();

        @Override
        public Effort effort() {
          return Effort.Zones;
        }

        private static int beyond(int[] x) {
          int used = 0;
          for (int replicas : x) {
            used += replicas > 0 ? 1 : 0;
          }
          return Math.max(0, used - 2);
        }

        private static boolean isAsked(Workload workload) {
          return workload.perZoneMin() == 1;
        }

        @Override
        public boolean admit(PlacementTrial trial) {
          return !isAsked(trial.compiled().workload)
              || beyond(trial.x) <= Math.max(0, beyond(trial.fixed));
        }

        @Override
        public int count(PlanState planState, WorkloadState workloadState) {
          return isAsked(workloadState.compiled.workload) ? beyond(workloadState.counts()) : 0;
        }

        @Override
        public void explain(PlanState planState, WorkloadState workloadState, Shortfalls told) {
          if (count(planState, workloadState) > 0) {
            told.add(
                ReasonCode.PerZoneTooFew,
                Message.of("why.zoneHoldsFewer", "zone", "z1"),
                Message.of("do.rebalanceOrLower"));
          }
        }

        @Override
        public List<StatedRequirement> asked(Workload workload) {
          return isAsked(workload) ? List.of(new StatedRequirement("placement.zones", List.of())) : List.of();
        }

        @Override
        public Decision.Reason refusal(PlacementTrial trial, boolean proven) {
          return ReasonCode.PerZoneUnsatisfiable.forNow(
              Message.of("why.noSpread"), Message.of("do.spreadLess"));
        }
      }
      """;

  @TempDir Path compiled;

  @Test
  void theEngineKeepsToIt() throws Exception {
    assertEquals(
        List.of(
            "placed: z1=2, z2=2, z3=2 []",
            "many: z1=20, z2=20, z3=20 []",
            "no two zones: z1=2, z2=2, z3=2 []",
            "fewer are asked for: z1=1, z2=1, z3=1 []",
            "rebalanced: z1=2, z2=2, z3=2 []",
            "stays: z1=2, z2=2, z3=2 []"),
        AddedConstraintScenes.decided());
    assertEquals(
        List.of(
            "placed: z1=3, z2=3 []",
            "many: z1=30, z2=30 []",
            "no two zones: PerZoneUnsatisfiable [replicas 6 -> 4, placement.perZone.min 1 -> 0] []",
            "fewer are asked for: z1=2, z2=1 []",
            "rebalanced: z1=3, z2=3 []",
            "stays: z1=2, z2=2, z3=2 [PerZoneTooFew]"),
        decidedWithIt());
  }

  private List<?> decidedWithIt() throws Exception {
    compile();
    List<URL> urls = new ArrayList<>(List.of(compiled.toUri().toURL()));
    for (Class<?> one : List.of(Constraints.class, AddedConstraintTest.class)) {
      urls.add(place(one).toUri().toURL());
    }
    try (Anew anew = new Anew(urls.toArray(URL[]::new))) {
      return (List<?>)
          anew.loadClass(AddedConstraintScenes.class.getName()).getMethod("decided").invoke(null);
    }
  }

  /** The list with one line more, and the file. */
  private void compile() throws IOException, URISyntaxException {
    Path list =
        Path.of("src/main/java").resolve(Constraints.class.getName().replace('.', '/') + ".java");
    String last = "CoverConstraint.INSTANCE)";
    String longer =
        Files.readString(list)
            .replace(last, "CoverConstraint.INSTANCE, TwoZonesConstraint.INSTANCE)");
    Path constraints = Files.writeString(compiled.resolve("Constraints.java"), longer);
    Path added = Files.writeString(compiled.resolve("TwoZonesConstraint.java"), ADDED);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = place(Constraints.class) + File.pathSeparator + place(Nullable.class);
    int failed =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            path,
            "-d",
            compiled.toString(),
            constraints.toString(),
            added.toString());
    assertEquals(0, failed);
  }

  /** Where a class comes from, however the tests were started. */
  private static Path place(Class<?> one) throws URISyntaxException {
    return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Loads all that is ours once more, the list with one line more among it. */
  private static final class Anew extends URLClassLoader {
    Anew(URL[] urls) {
      super(urls, AddedConstraintTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null
            ? loaded
            : name.startsWith("cloud.bleu.") ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }
}
