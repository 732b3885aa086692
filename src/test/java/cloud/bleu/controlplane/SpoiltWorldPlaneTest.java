package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A world that is spoilt is that of its class alone. The classes inside run here only: Surefire
 * leaves them out. They ask for nothing of a plane, so that none is started for them.
 */
@RealControlPlane
class SpoiltWorldPlaneTest {

  @RealControlPlane(own = true)
  @TestClassOrder(ClassOrderer.OrderAnnotation.class)
  static class EachTestAlone {
    @Nested
    @Order(1)
    class Before extends Sound {}

    @Nested
    @Order(2)
    @RealControlPlane(oneWorld = true)
    class OneWorld extends Spoilt {}

    @Nested
    @Order(3)
    class After extends Sound {}
  }

  @RealControlPlane(own = true, oneWorld = true)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestClassOrder(ClassOrderer.OrderAnnotation.class)
  static class AllInOneWorld {
    @Nested
    @Order(1)
    class Before extends Sound {}

    @Nested
    @Order(2)
    @RealControlPlane(oneWorld = true)
    class Other extends Spoilt {}

    @Nested
    @Order(3)
    class After extends Sound {}
  }

  abstract static class Sound {
    @Test
    void passes() {}
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @TestMethodOrder(MethodOrderer.MethodName.class)
  abstract static class Spoilt {
    @Test
    void first() {}

    @Test
    void second() {}

    @AfterEach
    void clear() {
      fail("on purpose");
    }
  }

  @Test
  void testsBesideItHaveTheirOwn() {
    assertEquals(
        List.of(
            "passes()",
            "first(): on purpose",
            "second(): first left the world as it should not be: see how that failed, or run this"
                + " alone",
            "passes()"),
        run(EachTestAlone.class));
  }

  @Test
  void classThatSharesAWorldIsNotSpoiltByAnotherInIt() {
    assertEquals(run(EachTestAlone.class), run(AllInOneWorld.class));
  }

  /** What became of each test, in the order in which they ran. */
  private static List<String> run(Class<?> tests) {
    List<String> told = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
              told.add(
                  test.getDisplayName()
                      + result.getThrowable().map(e -> ": " + e.getMessage()).orElse(""));
            }
          }
        };
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            listener);
    return told;
  }
}
