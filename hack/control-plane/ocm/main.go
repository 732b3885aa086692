// The work agent of Open Cluster Management, started as its own program starts it: work agent. A program of our own, because that of
// the module holds the registration agent too, which needs a module that the checksum database does not know.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/utils/clock"
	gates "open-cluster-management.io/api/feature"
	"open-cluster-management.io/ocm/pkg/common/options"
	"open-cluster-management.io/ocm/pkg/features"
	"open-cluster-management.io/ocm/pkg/version"
	"open-cluster-management.io/ocm/pkg/work/spoke"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if err := features.SpokeMutableFeatureGate.Add(gates.DefaultSpokeWorkFeatureGates); err != nil {
		return err
	}
	shared, own := options.NewAgentOptions(), spoke.NewWorkloadAgentOptions()
	agent := shared.CommonOpts.
		NewControllerCommandConfig("work-agent", version.Get(), spoke.NewWorkAgentConfig(shared, own).RunWorkloadAgent, clock.RealClock{}).
		NewCommandWithContext(context.Background())
	agent.Use = "agent"
	shared.AddFlags(agent.Flags())
	own.AddFlags(agent.Flags())
	features.SpokeMutableFeatureGate.AddFlag(agent.Flags())
	work := &cobra.Command{Use: "work", SilenceUsage: true}
	work.AddCommand(agent)
	return work.Execute()
}
