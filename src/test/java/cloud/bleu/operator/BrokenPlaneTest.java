package cloud.bleu.operator;

import cloud.bleu.chart.PolicyAdmissionLife;
import cloud.bleu.controlplane.ControlPlaneFaultLife;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.faults.PublicationBatchLife;
import cloud.bleu.sandbox.PlaneFlags;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestClassOrder;

/**
 * What breaks a plane, on one that no other class has. First budgets are looked after, which they
 * are on no plane that classes share. Then kinds change, and come and go under an operator, and
 * each life leaves those that it found: the garbage collector of the plane takes half a minute to
 * notice them. At last processes of the plane go and come back. What is last leaves namespaces
 * behind.
 */
@RealControlPlane(
    own = true,
    apiServer = ControlPlaneFaultLife.FLAG,
    controllerManager = PlaneFlags.CHECKED_EXPRESSIONS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class BrokenPlaneTest {

  @Nested
  @Order(0)
  class Budgets extends BudgetLife {}

  @Nested
  @Order(1)
  class Policies extends PolicyAdmissionLife {}

  @Nested
  @Order(2)
  class Approvals extends ApprovalKindLife {}

  @Nested
  @Order(3)
  class Drills extends DrillKindLife {}

  @Nested
  @Order(4)
  class Gates extends GateKindLife {}

  @Nested
  @Order(5)
  class Reports extends OpenReportsLife {}

  @Nested
  @Order(6)
  class Processes extends ControlPlaneFaultLife {}

  @Nested
  @Order(7)
  class Batches extends PublicationBatchLife {}

  @Nested
  @Order(8)
  class ApiServer extends ApiServerFaultLife {}

  @Nested
  @Order(9)
  @Tag("campaign")
  class Refusals extends RefusalLife {}
}
