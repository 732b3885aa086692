package cloud.bleu.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes one line for each test that ran or was skipped to {@code target/layers.tsv}: layer,
 * outcome, milliseconds, name. {@code hack/test} counts them; Surefire's own reports do not know
 * tags. A test that lacks a {@link Need} has the outcome {@code needs image}, by the key of what is
 * missing; every other skip, an aborted assumption among them, is {@code skipped}.
 */
public final class LayerReport implements TestExecutionListener {
  private final Path file;
  private final Map<String, Long> started = new ConcurrentHashMap<>();
  private TestPlan plan;

  /** For the JUnit launcher. */
  public LayerReport() {
    this(Path.of("target", "layers.tsv"));
  }

  LayerReport(Path file) {
    this.file = file;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    started.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    long nanos = System.nanoTime() - started.remove(test.getUniqueId());
    if (test.isTest()) {
      // An aborted assumption is a skip by another name.
      Status status = result.getStatus();
      write(
          test,
          status == Status.SUCCESSFUL ? "passed" : status == Status.FAILED ? "failed" : "skipped",
          TimeUnit.NANOSECONDS.toMillis(nanos));
    } else if (result.getStatus() == Status.FAILED) {
      write(test, "failed", 0);
    } else if (result.getStatus() == Status.ABORTED) {
      executionSkipped(test, "aborted");
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    List<TestIdentifier> tests =
        test.isTest()
            ? List.of(test)
            : plan.getDescendants(test).stream().filter(TestIdentifier::isTest).toList();
    // A container whose tests are made as it runs counts once.
    for (TestIdentifier skipped : tests.isEmpty() ? List.of(test) : tests) {
      write(skipped, missing(skipped, reason).map(n -> "needs " + n.key()).orElse("skipped"), 0);
    }
  }

  /** Words alone excuse nothing: the test says what it needs, and that is not here. */
  private static Optional<Need> missing(TestIdentifier test, String reason) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .flatMap(
            source ->
                NeedCondition.missing(
                    source.getJavaClass(), source.getJavaMethod(), System.getenv()))
        .filter(need -> need.reason().equals(reason));
  }

  private synchronized void write(TestIdentifier test, String outcome, long milliseconds) {
    // Tests that are made as it runs carry no tags of their own.
    Set<String> tags = new HashSet<>();
    for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
      at.getTags().forEach(tag -> tags.add(tag.getName()));
    }
    String line =
        String.join(
            "\t", Layer.of(tags).title(), outcome, Long.toString(milliseconds), test.getUniqueId());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          line.lines().collect(Collectors.joining(" ")) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
