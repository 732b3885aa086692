package cloud.bleu.controlplane;

import cloud.bleu.layers.Need;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives the tests of a {@link RealControlPlane} class what they ask for. */
final class ControlPlaneExtension
    implements ExecutionCondition,
        BeforeEachCallback,
        AfterTestExecutionCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace STORE = Namespace.create(ControlPlaneExtension.class);

  private static final List<Class<?>> GIVEN =
      List.of(
          ControlPlane.class,
          KubernetesClient.class,
          TestNamespace.class,
          FakeNodes.class,
          OperatorAccount.class,
          Fleet.class);

  /**
   * Of all classes that ask for nothing else. None of them waits for a node to count as lost.
   * Nobody makes an account and a copy of the authority in each namespace: a pod here has no token.
   */
  private static final PlaneFlags SHARED =
      PlaneFlags.NONE.withControllerManager(
          List.of(
              RealControlPlane.WITHOUT_EVICTIONS,
              "--controllers=-serviceaccount-controller",
              "--controllers=-root-ca-certificate-publisher-controller"));

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent() && wanted(context).oneWorld()) {
      sharedWorld(context).requireSound();
    }
    // Test by test rather than the class at once, so that the count of skipped tests is right.
    return context.getTestMethod().isPresent() && Boolean.getBoolean("bleu.withoutControlPlane")
        ? ConditionEvaluationResult.disabled("asked to go without a control plane")
        : ConditionEvaluationResult.enabled("the control plane is part of the run");
  }

  /** A test that takes nothing of the plane needs its programs only, and wakes nobody. */
  @Override
  public void beforeEach(ExtensionContext context) {
    ControlPlaneBinaries.find(System.getenv());
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (wanted(context).oneWorld()) {
      sharedWorld(context).ran(context.getExecutionException());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (wanted(context).oneWorld()) {
      sharedWorld(context)
          .cleared(context.getRequiredTestMethod().getName(), context.getExecutionException());
    }
  }

  /**
   * A plane of its own goes with all that is on it; that of others waits for them. Where no test
   * ran there may be none.
   */
  @Override
  public void afterAll(ExtensionContext context) {
    // What is closed with the class is closed after this, when the plane may stand still.
    PlaneTest world = storeOf(context).remove(PlaneTest.class, PlaneTest.class);
    if (world != null) {
      world.close();
    }
    if (!goesWithItsClass(ofThePlane(context)) && SharedPlane.isHandedOut()) {
      AdmissionPolicies.forget(SharedPlane::plane);
      if (context.getEnclosingTestClasses().isEmpty()) {
        SharedPlane.standStill();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "the control plane is given to test methods, @BeforeEach and @AfterEach, not to"
              + " constructors nor @BeforeAll: "
              + parameter.getDeclaringExecutable());
    }
    ControlPlane plane = plane(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == ControlPlane.class) {
      return plane;
    }
    if (type == OperatorAccount.class) {
      return account(context, plane);
    }
    if (type == Fleet.class) {
      return fleet(context);
    }
    PlaneTest test =
        storeOf(world(context))
            .getOrComputeIfAbsent(
                PlaneTest.class,
                key ->
                    new PlaneTest(
                        plane,
                        ofThePlane(context).members() == 0 ? List.of() : fleet(context).members(),
                        flagsOfThePlane(context).heartbeat(),
                        context.getRequiredTestMethod().getName()),
                PlaneTest.class);
    if (type == TestNamespace.class) {
      return test.namespace();
    }
    return type == FakeNodes.class ? test.nodes() : test.client();
  }

  /** Of this context alone: one in a class is nested in the other, and sees what that one has. */
  private static ExtensionContext.Store storeOf(ExtensionContext context) {
    return context.getStore(STORE.append(context.getUniqueId()));
  }

  private static SharedWorld sharedWorld(ExtensionContext context) {
    return SharedWorld.of(storeOf(worldClass(context)));
  }

  /** What has the namespace and the nodes: the test, or its class. */
  private static ExtensionContext world(ExtensionContext context) {
    if (!wanted(context).oneWorld()) {
      return context;
    }
    if (!context.getTestInstanceLifecycle().equals(Optional.of(TestInstance.Lifecycle.PER_CLASS))) {
      throw new ParameterResolutionException(
          "one world for all tests of a class needs @TestInstance(PER_CLASS)");
    }
    return worldClass(context);
  }

  private static OperatorAccount account(ExtensionContext context, ControlPlane plane) {
    RealControlPlane wanted = ofThePlane(context);
    if (!wanted.kinds()) {
      throw new ParameterResolutionException(
          "the operator's account needs the kinds; without them the test installs the chart"
              + " itself");
    }
    return goesWithItsClass(wanted)
        ? classContext(context)
            .getStore(STORE)
            .getOrComputeIfAbsent(
                OperatorAccount.class,
                key ->
                    wanted.members() == 0
                        ? OperatorAccount.install(plane)
                        : OperatorAccount.installForMembers(plane),
                OperatorAccount.class)
        : SharedPlane.account();
  }

  private static ControlPlane plane(ExtensionContext context) {
    RealControlPlane wanted = ofThePlane(context);
    if (wanted.members() > 0) {
      return fleet(context).hub();
    }
    PlaneFlags flags = flags(wanted);
    return wanted.own()
        ? classContext(context)
            .getStore(STORE)
            .getOrComputeIfAbsent(
                ControlPlane.class, key -> start(flags, wanted.kinds()), ControlPlane.class)
        : SharedPlane.plane();
  }

  private static Fleet fleet(ExtensionContext context) {
    RealControlPlane wanted = ofThePlane(context);
    if (wanted.members() == 0) {
      throw new ParameterResolutionException("a fleet has members: @RealControlPlane(members = 2)");
    }
    PlaneFlags flags = flags(wanted);
    return classContext(context)
        .getStore(STORE)
        .getOrComputeIfAbsent(
            Fleet.class,
            key -> start(ofMembers(wanted, flags), flags, wanted.kinds(), wanted.members()),
            Fleet.class);
  }

  private static PlaneFlags ofMembers(RealControlPlane wanted, PlaneFlags flags) {
    if (wanted.olderMembers()) {
      if (!wanted.memberVersion().isEmpty()) {
        throw new ParameterResolutionException(
            "members are older programs or act as older ones: olderMembers or memberVersion");
      }
      return flags.older(Need.OLDER.path());
    }
    return wanted.memberVersion().isEmpty() ? flags : flags.emulating(wanted.memberVersion());
  }

  /**
   * A fleet does so too: few classes have one, in as many JVMs mostly, and three API servers that
   * nobody asks for anything take a twentieth of a processor for as long as they are there.
   */
  private static boolean goesWithItsClass(RealControlPlane wanted) {
    return wanted.own() || wanted.members() > 0;
  }

  private static PlaneFlags flags(RealControlPlane wanted) {
    PlaneFlags flags =
        PlaneFlags.of(List.of(wanted.etcd()), List.of(wanted.apiServer()))
            .withControllerManager(List.of(wanted.controllerManager()));
    if (!wanted.own() && !(flags.equals(PlaneFlags.NONE) && wanted.kinds())) {
      throw new IllegalArgumentException(
          "flags, or no kinds, need a plane of its own: @RealControlPlane(own = true, ...)");
    }
    return flags;
  }

  /** How often nodes give a sign of life on the plane of all classes. */
  static Duration heartbeatOfShared() {
    return SHARED.heartbeat();
  }

  private static PlaneFlags flagsOfThePlane(ExtensionContext context) {
    RealControlPlane wanted = ofThePlane(context);
    return goesWithItsClass(wanted) ? flags(wanted) : SHARED;
  }

  private static RealControlPlane wanted(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(
            context.getRequiredTestClass(),
            RealControlPlane.class,
            context.getEnclosingTestClasses())
        .orElseThrow();
  }

  /** What the outermost class asks for, which has the plane. */
  private static RealControlPlane ofThePlane(ExtensionContext context) {
    return wanted(classContext(context));
  }

  /** The innermost class around a test that says something of its own. */
  private static ExtensionContext worldClass(ExtensionContext context) {
    return context.getTestMethod().isPresent()
            || !AnnotationSupport.isAnnotated(
                context.getRequiredTestClass(), RealControlPlane.class)
        ? worldClass(context.getParent().orElseThrow())
        : context;
  }

  /** What lives as long as a plane that a class has of its own, and all that is nested in it. */
  private static ExtensionContext classContext(ExtensionContext context) {
    return context.getTestMethod().isPresent() || !context.getEnclosingTestClasses().isEmpty()
        ? classContext(context.getParent().orElseThrow())
        : context;
  }

  static ControlPlane start(PlaneFlags flags, boolean kinds) {
    return ControlPlane.start(
        ControlPlaneBinaries.find(System.getenv()), flags, admin -> install(kinds, admin));
  }

  static ControlPlane startShared() {
    return start(readyNodes(SHARED), true);
  }

  /**
   * A node that registers is Ready. Without this the server taints it as one that is not, and the
   * node controller reads and writes each node two or three times until it is taken back: a
   * twentieth of all requests. A plane that a class has of its own does as a cluster does.
   */
  private static PlaneFlags readyNodes(PlaneFlags flags) {
    return flags.withApiServer(List.of("--disable-admission-plugins=TaintNodesByCondition"));
  }

  static Fleet start(PlaneFlags flags, PlaneFlags ofHub, boolean kinds, int members) {
    return Fleet.start(
        ControlPlaneBinaries.find(System.getenv()),
        readyNodes(flags),
        readyNodes(ofHub),
        members,
        hub -> install(kinds, hub));
  }

  private static void install(boolean kinds, KubernetesClient admin) {
    if (kinds) {
      ProjectKinds.install(admin);
    }
  }
}
