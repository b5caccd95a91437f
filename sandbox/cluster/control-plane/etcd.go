package main

import (
	"context"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
)

// newEtcdCommand runs a single-member etcd. It answers on loopback only and does not wait for the disk: the rehearsal's
// state is rebuilt, not recovered, after a crash of the machine.
func newEtcdCommand() *cobra.Command {
	config := embed.NewConfig()
	config.LogLevel = "warn"
	config.UnsafeNoFsync = true
	// The default of 100000 entries keeps the whole rehearsal in memory.
	config.SnapshotCount = 5000
	config.AutoCompactionMode = embed.CompactorModePeriodic
	config.AutoCompactionRetention = "5m"

	var clientURL, peerURL string
	command := &cobra.Command{
		Use:          "etcd",
		Args:         cobra.NoArgs,
		SilenceUsage: true,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := listenOn(config, clientURL, peerURL); err != nil {
				return err
			}
			return serve(command.Context(), config)
		},
	}
	command.Flags().StringVar(&config.Dir, "data-dir", "", "directory of the data")
	command.Flags().StringVar(&clientURL, "client-url", "", "URL to serve clients on")
	command.Flags().StringVar(&peerURL, "peer-url", "", "URL to serve peers on; etcd insists on one")
	for _, name := range []string{"data-dir", "client-url", "peer-url"} {
		if err := command.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	return command
}

func listenOn(config *embed.Config, clientURL, peerURL string) error {
	client, err := url.Parse(clientURL)
	if err != nil {
		return fmt.Errorf("--client-url: %w", err)
	}
	peer, err := url.Parse(peerURL)
	if err != nil {
		return fmt.Errorf("--peer-url: %w", err)
	}
	config.ListenClientUrls = []url.URL{*client}
	config.AdvertiseClientUrls = []url.URL{*client}
	config.ListenPeerUrls = []url.URL{*peer}
	config.AdvertisePeerUrls = []url.URL{*peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	return nil
}

func serve(ctx context.Context, config *embed.Config) error {
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer server.Close()
	select {
	case err := <-server.Err():
		return err
	case <-ctx.Done():
		return nil
	}
}
