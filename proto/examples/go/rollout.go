// Lets a policy act on the server: many steps for one round trip. What it was given as noise, anyone can recompute.
package main

import (
	"fmt"
	"log"
	"math"
	"math/bits"
	"os"

	"caucus-client/gen/rmdp/v1"
)

const (
	noiseSeed = 7
	firstStep = 1 << 33 // Any number will do that leaves no step of another rollout the same.
)

// rollOut puts the policy in a file in ONNX format, lets it act for some steps, and prints what came.
func (s *session) rollOut(file string, steps int, spec *rmdp.EnvironmentSpec) {
	model, err := os.ReadFile(file)
	check(err)
	put := &rmdp.PutPoliciesRequest{Policies: []*rmdp.Policy{{Name: file, Model: model}}}
	_, err = s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_PutPolicies{PutPolicies: put}})
	check(err)

	// The policy's means, of the states in which the rollout will begin.
	saved, err := s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_SaveState{SaveState: &rmdp.SaveStateRequest{}}})
	check(err)
	means := s.act(1, rmdp.ActionChoice_ACTION_CHOICE_MODE)
	restore := &rmdp.RestoreStateRequest{States: saved.GetSaveState().States}
	_, err = s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_RestoreState{RestoreState: restore}})
	check(err)

	rollout := s.act(steps, rmdp.ActionChoice_ACTION_CHOICE_SAMPLE)
	sum := float32(0)
	rewards := floats(rollout.Rewards.GetDense()) // [S · N, n]
	for i := 0; i < len(rewards); i += int(spec.NumAgents) {
		sum += rewards[i]
	}
	fmt.Printf("a rollout of %d steps in one round trip: observations %v, actions %v, worth %.2f to the first agent\n",
		steps, rollout.Observations.Shape, rollout.Actions.Shape, sum)
	if spec.ActionSpace.GetBox() != nil {
		checkNoise(floats(means.Actions), floats(rollout.Actions), int(spec.ActionSpace.GetBox().Shape[0]))
	}
}

// act has the session's first policy decide in all environments.
func (s *session) act(steps int, choice rmdp.ActionChoice) *rmdp.RolloutResponse {
	rollout := &rmdp.RolloutRequest{
		NumSteps:     uint32(steps),
		Policies:     tensor(rmdp.DataType_DATA_TYPE_INT32, make([]int32, numEnvironments), numEnvironments),
		ActionChoice: choice,
		NoiseSeed:    noiseSeed,
		FirstStep:    firstStep,
	}
	response, err := s.request(&rmdp.InteractRequest{Action: &rmdp.InteractRequest_Rollout{Rollout: rollout}})
	check(err)
	return response.GetRollout()
}

// checkNoise recomputes the noise in the first entry of each environment's first action, a rows of size entries. An
// action is its mean and exp(log_std) times the noise, and this policy's log_std is the same everywhere.
func checkNoise(means, actions []float32, size int) {
	spreads := make([]float64, numEnvironments)
	for j := range spreads {
		spreads[j] = float64(actions[j*size]-means[j*size]) / firstNormal(uint64(sessionSeed+j), firstStep)
		if math.Abs(spreads[j]-spreads[0]) > 1e-4 {
			log.Fatalf("expected the same spread of actions everywhere, got %v", spreads)
		}
	}
	fmt.Printf("its noise was recomputed: actions are the policy's mean and %.4f times the noise\n", spreads[0])
}

// firstNormal is the first normal number of an environment at a step: see ActionChoice in interaction.proto.
func firstNormal(environmentSeed, step uint64) float64 {
	counter := [4]uint32{0, uint32(step), uint32(step >> 32), uint32(environmentSeed >> 32)}
	x := philox(counter, [2]uint32{noiseSeed, uint32(environmentSeed)})
	return math.Sqrt(-2*math.Log((float64(x[0])+1)/(1<<32))) * math.Cos(2*math.Pi*float64(x[1])/(1<<32))
}

// philox is Philox 4x32-10 (Salmon et al. 2011).
func philox(counter [4]uint32, key [2]uint32) [4]uint32 {
	for range 10 {
		high0, low0 := bits.Mul32(0xd2511f53, counter[0])
		high1, low1 := bits.Mul32(0xcd9e8d57, counter[2])
		counter = [4]uint32{high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0}
		key[0] += 0x9e3779b9
		key[1] += 0xbb67ae85
	}
	return counter
}
