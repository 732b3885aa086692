package cloud.bleu.controlplane;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run on a real control plane with the CRDs of this project. Test methods,
 * {@code @BeforeEach} and {@code @AfterEach} may take
 *
 * <ul>
 *   <li>{@link cloud.bleu.sandbox.ControlPlane}: the processes, kubeconfigs, tokens;
 *   <li>{@link io.fabric8.kubernetes.client.KubernetesClient}: with every right, its namespace that
 *       of the test;
 *   <li>{@link TestNamespace}: a namespace of this test alone;
 *   <li>{@link cloud.bleu.sandbox.FakeNodes}: nodes of this test alone;
 *   <li>{@link OperatorAccount}: the service account that the operator under test runs as, with the
 *       rights of the chart;
 *   <li>{@link cloud.bleu.sandbox.Fleet}: with {@link #members()}, the hub, which all of the above
 *       are about, and the members.
 * </ul>
 *
 * After each test the namespace, the nodes and all objects of the project's kinds go. Everything
 * else without a namespace (RBAC, admission policies) is the test's own to remove. Members that
 * were paused or ended recover; a namespace in them that is named as that of the test, and all of
 * their nodes, go.
 *
 * <p>One plane serves every class without members that one JVM runs. Without the binaries the tests
 * fail, unless {@code -Dbleu.withoutControlPlane=true} asks to skip them.
 *
 * <p>A class that is nested in one of these runs on its plane. It may be one of these itself to say
 * whether its tests live in {@link #oneWorld()}; all else is what the outermost class asks for.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("plane")
@ExtendWith(ControlPlaneExtension.class)
public @interface RealControlPlane {
  /**
   * As a flag of the controller manager: nobody counts which pods of a PodDisruptionBudget are
   * there, and no eviction is granted. That is one request in twenty, for each budget nine. The
   * plane that classes share has it.
   */
  String WITHOUT_EVICTIONS = "--controllers=-disruption-controller";

  /**
   * A plane for this class alone, because it breaks it: signals, restarts, quotas, flags; or
   * because it evicts pods, or looks at the status of a budget: the plane of the others has
   * neither; or because it needs the account {@code default} or the certificates of the authority
   * that a cluster makes in each namespace; or because it waits until silent nodes count as lost:
   * that takes seconds with {@link cloud.bleu.sandbox.PlaneFlags#LOST_IN_SECONDS}, and nodes report
   * more often for it. That a process of the plane stands still (SIGSTOP) is no reason: all
   * processes of the plane that classes share do so between classes.
   */
  boolean own() default false;

  /**
   * Whether the tests of this class live in one namespace, on the same nodes and beside the same
   * objects, one after the other: each makes way for the next one itself, and all of it goes with
   * the class. For tests that begin alike, as most of what a test on a plane costs is its
   * beginning. The class has one instance ({@link
   * org.junit.jupiter.api.TestInstance.Lifecycle#PER_CLASS}), so that it may keep its operator as
   * well.
   */
  boolean oneWorld() default false;

  /**
   * How many member clusters stand beside the plane, which is their hub then. All of them are there
   * for this class alone. Members have none of the kinds of this project.
   */
  int members() default 0;

  /** Whether the CRDs of this project are on it from the start; false: {@link #own()} only. */
  boolean kinds() default true;

  /** Further flags of etcd; {@link #own()} only. */
  String[] etcd() default {};

  /** Further flags of the API server; {@link #own()} only. */
  String[] apiServer() default {};

  /**
   * The minor of Kubernetes that the members act as, as in {@code 1.33}, by the emulation of its
   * own programs. Empty: as their hub. Not with {@link #olderMembers()}.
   */
  String memberVersion() default "";

  /**
   * Whether the members are programs of an older Kubernetes: {@link cloud.bleu.layers.Need#OLDER}.
   * Not with {@link #memberVersion()}.
   */
  boolean olderMembers() default false;

  /** Further flags of the controller manager; {@link #own()} only. */
  String[] controllerManager() default {};
}
